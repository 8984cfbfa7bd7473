import { fileURLToPath } from 'node:url'
import { basename, dirname, join, parse } from 'node:path'
import type { Choice, FolderEntry } from '../app/ports.ts'
import { SfsyncError } from '../core/errors.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import { fold } from '../core/text.ts'
import { minuteText } from '../app/directory-age.ts'
import { refuseLedgerFile, requireNewFile } from '../app/output-files.ts'
import type { Context } from './context.ts'
import { type FileKind, headBytes, type Likeness } from './file-kinds.ts'
import { canGoOn, reportFailure } from './walk.ts'

const mostListed = 12
// So many of the folder that browsers save to.
const mostDownloads = 3
// So many files of a folder are looked into, the newest.
const mostRead = 300

/**
 * Asks for a file that exists. Offers those of a kind: those that look like it, then the others, each the newest first.
 * Completes what is typed.
 */
export async function askForFile(context: Context, message: string, kind: FileKind): Promise<string> {
  const prompts = await context.prompts()
  const { home, platform } = context.dependencies
  const where: Where = { kind, home, likenesses: new Map() }
  return await prompts.search(message, async (text) => {
    const typed = plainPath(text, platform)
    const choices = (await filesAt(context, typed, where)).slice(0, mostListed)
    const hint = 'type or drop a path, tab: complete'
    return choices.length > 0
      ? { choices, hint }
      : { choices, hint, none: await whyNone(context, typed, where) }
  })
}

/** What a command that reads a file is called, and what it asks for. */
interface WantedFile {
  readonly command: string
  /** The argument as its help names it. */
  readonly argument?: string
  readonly question: string
  readonly kind: FileKind
  /** How to name the file where no one can be asked. */
  readonly action: string
}

/** The file that was typed, or else the one that an answer names. Throws `usage` where no one can be asked. */
export async function typedFile(
  context: Context,
  file: string | undefined,
  { command, argument = '<file>', question, kind, action }: WantedFile,
): Promise<string> {
  if (file !== undefined) return file
  if (context.canAsk) return await askForFile(context, question, kind)
  throw new SfsyncError('usage', `${command} needs ${argument}`, {
    actions: [action, withOptions(commandLine(command), { help: true })],
  })
}

/** What a command that writes a file is called, and what it asks for. */
interface WantedNewFile extends Pick<WantedFile, 'command' | 'question' | 'action'> {
  /** What is proposed; if it exists already, a name like it that does not. */
  readonly initial: string
  /** Whether an existing file may be replaced. */
  readonly force: boolean
  /** Throws where a file of this name cannot be written. */
  check?(this: void, file: string): void
}

/**
 * The file to write that was typed, or else the one that an answer names; an answer that cannot be written is asked for
 * again. Throws `usage` where no one can be asked.
 */
export async function typedNewFile(
  context: Context,
  file: string | undefined,
  { command, question, initial, action, force, check }: WantedNewFile,
): Promise<string> {
  if (file !== undefined) return file
  if (!context.canAsk)
    throw new SfsyncError('usage', `${command} needs <file>`, {
      actions: [action, withOptions(commandLine(command), { help: true })],
    })
  const prompts = await context.prompts()
  const { platform, home } = context.dependencies
  const proposed = force ? initial : await unusedName(context, initial)
  for (;;) {
    const typed = await prompts.text({
      message: question,
      initial: proposed,
      problem: (text) => (text.trim() === '' ? 'enter the name of a file' : undefined),
    })
    const answer = expanded(plainPath(typed, platform), home)
    try {
      check?.(answer)
      await refuseLedgerFile(context, answer)
      if (!force) await requireNewFile(context, answer)
      return answer
    } catch (error) {
      if (!canGoOn(error)) throw error
      await reportFailure(context, error)
    }
  }
}

// todo.html, todo-2.html, ...
async function unusedName({ dependencies }: Context, name: string): Promise<string> {
  const { name: start, ext } = parse(name)
  for (let number = 1; ; number += 1) {
    const unused = number === 1 ? name : `${start}-${number}${ext}`
    if ((await dependencies.describeFile(unused)) === undefined) return unused
  }
}

interface Where {
  readonly kind: FileKind
  readonly home: string | undefined
  /** What was found out about files, for the keys that follow. */
  readonly likenesses: Map<string, Likeness>
}

/** A path as it was dropped on the terminal or copied: without quotation marks, escapes and `file://`. */
export function plainPath(text: string, platform: string): string {
  const trimmed = text.trim()
  const quoted = /^(?<mark>["'])(?<path>.*?)\k<mark>?$/.exec(trimmed)?.groups?.['path']
  if (quoted !== undefined) return quoted
  if (trimmed.startsWith('file://')) return URL.canParse(trimmed) ? pathOfUrl(trimmed, platform) : trimmed
  return platform === 'win32' ? trimmed : trimmed.replaceAll(/\\(.)/g, '$1')
}

function pathOfUrl(url: string, platform: string): string {
  try {
    return fileURLToPath(url, { windows: platform === 'win32' })
  } catch {
    return url
  }
}

function expanded(path: string, home: string | undefined): string {
  return home !== undefined && /^~(?=$|[/\\])/.test(path) ? home + path.slice(1) : path
}

async function filesAt(context: Context, typed: string, where: Where): Promise<Choice<string>[]> {
  if (typed === '') {
    const here = await listed(context, '', '', where)
    const downloaded = (await listed(context, '~/Downloads/', '', where)).filter(({ isFile }) => isFile)
    const all = [...here, ...(where.home === undefined ? [] : downloaded.slice(0, mostDownloads))]
    return choicesOf([...all.filter(isLikely), ...all.filter((each) => !isLikely(each))])
  }
  const exact = await context.dependencies.describeFile(expanded(typed, where.home))
  const isFolder = exact !== undefined && !exact.isFile
  if (isFolder && /[/\\]$/.test(typed)) return choicesOf(await listed(context, typed, '', where))
  const name = basename(typed)
  const near = choicesOf(await listed(context, typed.slice(0, typed.length - name.length), name, where))
  if (exact?.isFile !== true) return near
  const path = expanded(typed, where.home)
  return [{ name: typed, value: path }, ...near.filter(({ value }) => value !== path)]
}

interface Listed {
  readonly choice: Choice<string>
  readonly isFile: boolean
  readonly likeness: Likeness
}

function isLikely({ isFile, likeness }: Listed): boolean {
  return isFile && likeness === 0
}

function choicesOf(all: readonly Listed[]): Choice<string>[] {
  return all.map(({ choice }) => choice)
}

// Files, the most likely and then the newest first, then folders; their names contain what is typed.
async function listed(
  { dependencies }: Context,
  folder: string,
  part: string,
  { kind, home, likenesses }: Where,
): Promise<Listed[]> {
  const path = expanded(folder, home)
  const entries = await dependencies.listFolder(path === '' ? '.' : path)
  const isHidden = ({ name }: FolderEntry) => name.startsWith('.') && !part.startsWith('.')
  const wanted = entries
    .filter(
      (entry) =>
        !isHidden(entry) &&
        (part === '' || fold(entry.name).includes(fold(part))) &&
        (entry.isFolder || kind.endings.some((ending) => entry.name.toLowerCase().endsWith(ending))),
    )
    .toSorted(byUse)
  const all: Listed[] = []
  for (const [index, entry] of wanted.entries()) {
    const choice = choiceOf(entry, folder, path)
    const key = `${choice.value} ${entry.changedAt}`
    // Older files than these are offered by their age alone.
    const isRead = !entry.isFolder && index < mostRead
    const likeness =
      likenesses.get(key) ??
      (isRead ? kind.likeness(await dependencies.readHead(choice.value, headBytes)) : 2)
    if (isRead) likenesses.set(key, likeness)
    all.push({ choice, isFile: !entry.isFolder, likeness })
  }
  // Sorting keeps the order of those that are alike.
  return all.toSorted(
    (left, right) => Number(right.isFile) - Number(left.isFile) || left.likeness - right.likeness,
  )
}

function byUse(left: FolderEntry, right: FolderEntry): number {
  if (left.isFolder !== right.isFolder) return Number(left.isFolder) - Number(right.isFolder)
  if (left.isFolder || left.changedAt === right.changedAt) return left.name < right.name ? -1 : 1
  return left.changedAt < right.changedAt ? 1 : -1
}

function choiceOf(
  { name, isFolder, bytes, changedAt }: FolderEntry,
  typed: string,
  path: string,
): Choice<string> {
  if (isFolder)
    return { name: `${typed}${name}/`, value: join(path, name), continues: true, description: 'folder' }
  const size = bytes < 1_000 ? `${bytes} bytes` : `${Math.round(bytes / 1_000)} KB`
  return {
    name: typed + name,
    value: path === '' ? name : join(path, name),
    description: `${size}, changed ${minuteText(changedAt)}`,
  }
}

async function whyNone(context: Context, typed: string, { kind, home }: Where): Promise<string> {
  if (typed === '') return `no ${kind.plural} in this folder: type a path`
  const folder = dirname(expanded(typed, home))
  const found = await context.dependencies.describeFile(folder)
  return found === undefined ? `there is no folder ${folder}` : `there is no file ${typed}`
}
