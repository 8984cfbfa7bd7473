import type { Configuration, ConfigurationName } from '../config/keys.ts'
import type { SalesforceUserId } from '../core/salesforce-id.ts'
import type { Ledger, LedgerInspection, OpenOptions, PreparedRestore } from '../ledger/ledger.ts'
import type {
  ActivityReader,
  Answer,
  ConnectionFinding,
  ConnectionUser,
  DiagnoseRequest,
  DirectoryReading,
  LiveReader,
  OrgConnection,
  ReaderOptions,
  Session,
  WhoAmI,
} from '../salesforce/salesforce.ts'
import type { FileOptions, WantedTable } from '../sheet/open-file.ts'
import type { Sheet, TextLine } from '../sheet/sheet.ts'
import type { EditableSheet, EditRequest } from '../sheet/workbook/edit-xlsx.ts'
import type { SalesScreenApi } from '../salesscreen/salesscreen.ts'
import type { SecretText } from '../salesforce/sign-in/secret-input.ts'
import type { SavedLogin, LoginRecord } from '../salesforce/sign-in/login-store.ts'
import type { SignedOut, SignInRequest, SignInTalk } from '../salesforce/sign-in/sign-in.ts'

/** One of the two output streams. */
export interface OutputStream {
  readonly isTerminal: boolean
  /** Columns of the terminal; 80 where it is none. */
  readonly width: number
  /** Rows of the terminal; absent where it is none. */
  readonly height?: number
  /** Whether its reader quit, so that what is written is dropped. */
  readonly isUnread?: () => boolean
  /**
   * Resolves when the text is on its way. Standard output throws `OutputClosed` when its reader is gone, and `disk-full`
   * or `failure` when it cannot be written; standard error never throws.
   */
  write(piece: string | Uint8Array): Promise<void>
}

/** What Esc does at a question: it goes back to the question before, cancels the command, or does nothing. */
export type EscapeKey = 'back' | 'cancel' | 'nothing'

/** What questions look like. */
export interface PromptLook {
  readonly isColored: boolean
  /** What Esc does at this moment. */
  escape(): EscapeKey
}

/** A program that shows long output a screen at a time. */
export interface Pager {
  /** Resolves when more can be written; false if nothing is read any more. */
  write(piece: string | Uint8Array): Promise<boolean>
  /** Waits until the admin has read it; false if the pager could not be run, so that nothing was shown. */
  end(): Promise<boolean>
}

/** The reader of the output is gone (a closed pipe): a reason to stop, not to complain. */
export class OutputClosed extends Error {}

/** Exported reports: which file, and what the admin says about it. */
export interface ReportRequest extends FileOptions {
  /** `-` is standard input. */
  readonly file: string
  /** Header labels by field, for reports whose labels sfsync does not know. */
  readonly columns: Readonly<Record<string, string>>
}

/** A table of any kind: which file, and what the admin says about it. */
export interface SheetRequest extends FileOptions, WantedTable {
  /** `-` is standard input. */
  readonly file: string
}

/** The machine that sfsync runs on. */
export interface Machine {
  readonly version: string
  readonly environment: NodeJS.ProcessEnv
  readonly platform: string
  /** The home folder; undefined where there is none. */
  readonly home: string | undefined
  readonly nodeVersion: string
  /** The name of the account on this machine; throws `configuration` where it has none. */
  readonly account: string
  /** Aborted by Ctrl-C, with the error to end with as its reason. */
  readonly interrupted: AbortSignal
  /** The number of this process. */
  readonly processId: number
  /** Whether a process of this number is running. */
  isRunning(processId: number): boolean
  now(): Date
  /** Eight random characters for a new user or team. */
  newId(): string
}

/** Files and folders. */
export interface Files {
  /** Writes a text or bytes beside a file and puts it in its place, for the owner only (0600). */
  writeFile(path: string, content: string | AsyncIterable<string | Uint8Array>): Promise<void>
  /** Throws `failure` where a file of this name could not be written. */
  requireRoom(path: string): Promise<void>
  /** Lets a file be made beside its place and puts it there; a failure leaves nothing. */
  putInPlace(path: string, replace: boolean, make: (beside: string) => Promise<void>): Promise<void>
  /** A path without links and detours; the file itself need not exist. */
  realPath(path: string): Promise<string>
  describeFile(path: string): Promise<FileFacts | undefined>
  /** What is in a folder; nothing if it cannot be read. */
  listFolder(path: string): Promise<readonly FolderEntry[]>
  /** So many bytes from the beginning of a file; nothing if it cannot be read. */
  readHead(path: string, bytes: number): Promise<Uint8Array>
  /** What keeps a file from being used or created at a path, such as a link that leads nowhere. */
  problemWithPlace(path: string): Promise<string | undefined>
  /** The kind of network file system that a file is on; undefined on a local one. */
  networkFileSystemOf(path: string): Promise<string | undefined>
  /** Whether the file system of a path can lock files, as far as one machine can try it. */
  canLock(path: string): Promise<boolean>
  /**
   * A new folder (0700) in the system's place for temporary files; those of processes that were killed are removed. It is
   * this process's own: it must not outlive it.
   */
  temporaryFolder(): Promise<string>
  removeFolder(path: string): Promise<void>
}

/** Readers of files that admins name; `-` is standard input. Each throws `file-unreadable` or `report-unreadable`. */
export interface TableReaders {
  readReport(request: ReportRequest): Promise<DirectoryReading>
  /** The sheet of an .xlsx file with the preferred labels, to change single cells; undefined if none has them. */
  openForEditing(file: string, request: EditRequest): Promise<EditableSheet | undefined>
  /** Reads a whole table. */
  readSheet(request: SheetRequest): Promise<Sheet>
  /** Reads a text line by line. */
  readLines(file: string): Promise<AsyncIterable<readonly TextLine[]>>
}

/** The configuration and the ledger on this machine. */
export interface Stores {
  loadConfiguration(
    flags: Readonly<Partial<Record<ConfigurationName, string>>>,
    whereUnusable?: 'refuse' | 'leave-out',
  ): Promise<Configuration>
  /** Sets or removes (value null) a key of a `.sfsyncrc`, at the top or for one profile. */
  editConfiguration(
    file: string,
    name: ConfigurationName,
    value: string | null,
    profile?: string,
  ): Promise<void>
  /** Saves the password for the server of a ledger; returns the kind of place, and what the admin should know. */
  saveStorePassword(
    store: string,
    password: string,
    secretStore: string,
  ): Promise<{ readonly storage: 'keyring' | 'file'; readonly warnings: readonly string[] }>
  /** Removes the saved password; whether there was one. */
  removeStorePassword(store: string): Promise<boolean>
  /** Opens the ledger in a file or on a server; makes it where it is missing, unless the options say otherwise. */
  openLedger(path: string, options?: OpenOptions): Promise<Ledger>
  /** Looks into a copy of a ledger without changing it. */
  inspectLedger(path: string): Promise<LedgerInspection>
  /** Copies a backup beside the ledger and checks it, to be put in place. */
  prepareRestore(path: string, backup: string): Promise<PreparedRestore>
}

/** Salesforce: a live org, or the built-in demo org. */
export interface SalesforceReaders {
  /** The session of the profile in use; throws `login-needed` where there is none. */
  openSession(configuration: Configuration): Promise<Session>
  openReader(connection: OrgConnection, options: ReaderOptions): Promise<LiveReader>
  /** Counts the records users own that changed since a time. */
  openActivity(connection: OrgConnection, since: string): Promise<ActivityReader>
  /** The Salesforce user who holds SalesScreen's connection: the one given, or the one whose token it used last. */
  readConnectionUser(
    connection: OrgConnection,
    given: SalesforceUserId | null,
  ): Promise<Answer<ConnectionUser>>
  readDemo(): Promise<DirectoryReading>
  demoActivity(): Promise<ActivityReader>
}

/** Other programs. */
export interface Programs {
  /** Runs a program on our standard input and standard error, passes signals on to it, and waits for its end. */
  runProgram(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<ProgramRun>
  /** Runs a command line in the shell of this machine with a text on its standard input, and waits for its end. */
  runShell(command: string, input: string): Promise<ProgramRun>
  /** Opens an address in the browser of this desktop; true where a program was started for it. */
  openBrowser(address: string): Promise<boolean>
  /** Puts a text on the system's clipboard; false where there is none, or no program for it. */
  copyToClipboard(text: string): Promise<boolean>
}

/** SalesScreen's public API. */
export interface SalesScreenAccess {
  /**
   * Opens the API for the ledger in a file, with the key of the profile; one process of the ledger has it at a time.
   * Throws `login-needed` where there is no key, and `ledger-busy`. `onWait` learns of pauses.
   */
  openSalesScreen(
    configuration: Configuration,
    store: string,
    onWait: (message: string) => void,
  ): Promise<SalesScreenApi>
  /** Saves the API key for the profile; returns the kind of place, and what the admin should know. */
  saveApiKey(
    configuration: Configuration,
    key: string,
  ): Promise<{ readonly storage: 'keyring' | 'file'; readonly warnings: readonly string[] }>
  /** Removes the saved API key; whether there was one. */
  removeApiKey(configuration: Configuration): Promise<boolean>
}

/** What a command knows of its earlier runs, in a file beside the ledger; one process has it at a time. */
export interface RunMemory {
  /** What an earlier run kept; undefined where there was none. */
  read(): Promise<string | undefined>
  write(text: string): Promise<void>
  close(): void
}

/** What is kept beside a ledger. */
export interface Memories {
  /** Opens what is kept under a name for the ledger in a file. Throws `ledger-busy` while another process has it. */
  openMemory(store: string, name: string): Promise<RunMemory>
}

/** What the use cases need from outside. */
export interface AppDependencies
  extends Machine, Files, TableReaders, Stores, SalesforceReaders, SalesScreenAccess, Programs, Memories {}

/** Signing in and out, and testing the connection. */
export interface SignIn {
  /** The login that is stored for the profile, without its secrets; costs next to nothing. */
  storedLogin(configuration: Configuration): Promise<LoginRecord | undefined>
  /** Signs in and stores the login; throws `login-needed`, `usage` and `remote`. */
  signIn(request: SignInRequest, configuration: Configuration, talk: SignInTalk): Promise<SavedLogin>
  /** Deletes the login of the profile and revokes it at Salesforce. */
  signOut(configuration: Configuration): Promise<SignedOut>
  /** A secret from a file, or from standard input (`-`); throws `usage` where it cannot be read or is empty. */
  readSecret(file: string): Promise<SecretText>
  /** The first line of standard input. */
  readLine(): Promise<string>
  /** Registers a secret, so that no error, hint or trace can contain it. */
  learnSecret(secret: string): void
  /** The user and org behind a session; throws `login-needed` and `remote`. */
  whoAmI(connection: OrgConnection): Promise<WhoAmI>
  /** Tests each step of the connection to the org, in order; fails only when it is interrupted. */
  diagnoseConnection(request: DiagnoseRequest): Promise<readonly ConnectionFinding[]>
}

/** The terminal. */
export interface Terminal {
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  /** A text without registered secrets and without what looks like one: for causes that come from outside. */
  redact(text: string): string
  readonly stdinIsTerminal: boolean
  /** Loads the prompts; costs start-up time, so only when a question is asked. */
  prompts(look: PromptLook): Promise<Prompts>
  /** Starts a pager, which is a shell command; undefined if there is no such program. */
  startPager(command: string): Promise<Pager | undefined>
  /** Takes the whole terminal to draw on; the caller closes it. */
  openScreen(): Promise<Screen>
  /** Runs sfsync itself as a process of its own and returns what it printed. */
  runSelf(words: readonly string[], environment: Readonly<Record<string, string>>): Promise<SelfRun>
}

/** Every real part of the program; only main.ts makes them. */
export interface Dependencies extends AppDependencies, SignIn, Terminal {}

/** What a run of sfsync itself gave. */
export interface SelfRun {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** How a program ended that an admin named. */
export interface ProgramRun {
  /** 128 and the number of the signal that ended it; 127 where it is not there, 126 where it cannot be run. */
  readonly exitCode: number
  readonly started: boolean
}

/** What doctor looks at. */
export interface FileFacts {
  /** false for pipes, devices and folders. */
  readonly isFile: boolean
  readonly mode: number
  readonly bytes: number
  readonly writable: boolean
}

/** A file or a folder in a folder. */
export interface FolderEntry {
  readonly name: string
  readonly isFolder: boolean
  readonly bytes: number
  /** UTC, ISO 8601. */
  readonly changedAt: string
}

/** One answer that can be chosen. */
export interface Choice<T> {
  readonly name: string
  readonly value: T
  /** Shown below the list while the choice is highlighted. */
  readonly description?: string
  /** Whether it is no answer, but what is searched for next: a folder. */
  readonly continues?: true
}

/** What a search offers. */
export interface Found<T> {
  readonly choices: readonly Choice<T>[]
  /** How many there are, where not all may be offered. */
  readonly total?: number
  /** Whether the last choice is another answer than those that were found. */
  readonly hasOther?: boolean
  /** Whether they are only similar to what was typed. */
  readonly isNear?: boolean
  /** What to type, where it is not part of a name. */
  readonly hint?: string
  /** Why nothing is found. */
  readonly none?: string
}

/** A question for a text. */
export interface TextQuestion {
  readonly message: string
  readonly initial?: string
  /** Why an answer will not do; undefined when it will. */
  readonly problem?: (answer: string) => string | undefined
}

/** The questions sfsync asks on a terminal. Each throws `interrupted` on Ctrl-C and Ctrl-D, and `Canceled` on Esc. */
export interface Prompts {
  text(question: TextQuestion): Promise<string>
  /** A text that is not shown while it is typed; `problem` says why one will not do. */
  secret(message: string, problem?: (answer: string) => string | undefined): Promise<string>
  /** Enter alone answers `byDefault`. */
  yesNo(message: string, byDefault?: boolean): Promise<boolean>
  choose<T>(message: string, choices: readonly Choice<T>[]): Promise<T>
  /** Search as you type; `find` is asked again for every change of the text. */
  search<T>(message: string, find: (text: string) => Promise<Found<T>>): Promise<T>
}

/** How much fits on a terminal. */
export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

/** One key that was pressed, or a text that was pasted. */
export interface KeyPress {
  /** `enter`, `escape`, `up`, `ctrl-c` and so on; `text` for whatever is written, `paste` for text that came at once, `resized` for a new size. */
  readonly name: string
  readonly text: string
}

/** A whole terminal that is drawn on and gives its keys; what stood there before comes back at the end. */
export interface Screen {
  readonly size: TerminalSize
  /** Shows these lines and nothing else; lines and their number must fit. */
  draw(lines: readonly string[]): Promise<void>
  /** The next key; throws why the program is to end. */
  key(): Promise<KeyPress>
  /** Forgets keys that were pressed before the present lines stood there. */
  forget(): void
  /** Asks the terminal to put a text on its clipboard; there is no answer. */
  copy(text: string): Promise<void>
  close(): Promise<void>
}
