import type { ResultFile } from './output/result-file.ts'
import type { Paging } from './output/paging.ts'
import { type Message, messageLines } from './output/message.ts'
import { type AppContext, type Progress, tryVariable } from '../app/context.ts'
import { silentProgress, startProgress } from './output/progress.ts'
import { flagWords, hintParts, type HintParts, hintText } from '../app/hints.ts'
import type { Hint } from '../core/hint.ts'
import type { Configuration, ConfigurationName } from '../config/keys.ts'
import { SfsyncError } from '../core/errors.ts'
import { shellWord } from '../core/shell-word.ts'
import { isUnencrypted } from '../core/store-address.ts'
import type { Ledger } from '../ledger/ledger.ts'
import {
  noteCreated,
  noteMissing,
  openingOf,
  type TypedCommand,
  warnOfProfile,
  worksAnywhere,
} from './ledger-opening.ts'
import { timesHere, timesInUtc } from '../app/directory-age.ts'
import { localDay, type TimeTexts } from '../app/time-span.ts'
import { type Format, formats, isForPeople } from './output/columns.ts'
import { supportsLinks } from './output/links.ts'
import {
  colorLevel,
  type Paint,
  paintFor,
  plain,
  type RecordAddress,
  roomOf,
  type Surface,
} from './output/paint.ts'
import type { Dependencies, EscapeKey, OutputStream, Prompts } from '../app/ports.ts'
import { prepareDemo } from '../app/demo.ts'

/** The flags that every command takes. */
export interface GlobalFlags {
  readonly profile?: string
  readonly store?: string
  readonly format?: string
  /** Where the result goes instead of standard output. */
  readonly output?: string
  readonly json?: boolean
  readonly color?: string
  /** false with --no-input. */
  readonly input?: boolean
  /** Answers confirmations. */
  readonly yes?: boolean
  readonly quiet?: boolean
  readonly allProblems?: boolean
  readonly verbose?: boolean
  /** false with --no-pager. */
  readonly pager?: boolean
  readonly debug?: boolean
}

/** What a running command has at hand: settings, output, questions, the ledger. Costly things are made on first use. */
export class Context implements AppContext {
  readonly dependencies: Dependencies
  readonly configuration: Configuration
  readonly format: Format
  readonly stdout: Surface
  readonly stderr: Surface
  /** Whether confirmations are answered with yes; never which person or team is meant. */
  readonly yes: boolean
  /** Whether problems and warnings are listed one by one, however many there are. */
  readonly allProblems: boolean
  readonly #quiet: boolean
  readonly #verbose: boolean
  readonly #commandStart: string
  readonly #invocation: TypedCommand
  #ledger: Promise<Ledger> | undefined
  #result: ResultFile | undefined
  readonly #paging: Paging | undefined
  #escape: EscapeKey = 'cancel'

  private constructor(
    dependencies: Dependencies,
    configuration: Configuration,
    flags: GlobalFlags,
    paints: readonly [Paint, Paint],
    result: ResultFile | undefined,
    paging: Paging | undefined,
    invocation: TypedCommand,
  ) {
    this.#invocation = invocation
    this.dependencies = dependencies
    this.configuration = configuration
    this.format = formats.find((format) => format === configuration.settings.format.value) ?? 'table'
    this.#result = result
    this.#paging = paging
    const { stdout, stderr } = paging ?? dependencies
    const hasLinks = paints[0] !== plain && supportsLinks(dependencies.environment) && stdout.isTerminal
    this.stdout = result?.surface ?? {
      ...surface(dependencies, stdout, paints[0]),
      ...(hasLinks ? { recordAddresses: async () => await this.#recordAddresses() } : {}),
    }
    this.stderr = surface(dependencies, stderr, paints[1])
    this.yes = flags.yes === true
    // A program reads all of them.
    this.allProblems = flags.allProblems === true || this.format === 'json' || this.format === 'ndjson'
    this.#quiet = flags.quiet === true
    this.#verbose = flags.verbose === true
    this.#commandStart = commandStart(flags, dependencies.environment)
  }

  /** Settles the configuration and the colors; opens nothing. */
  static async create(
    dependencies: Dependencies,
    flags: GlobalFlags,
    invocation: TypedCommand,
  ): Promise<Context> {
    const { command } = invocation
    const whereUnusable = worksAnywhere.has(command) ? 'leave-out' : 'refuse'
    const configuration = await dependencies.loadConfiguration(configurationFlags(flags), whereUnusable)
    const paint = (stream: OutputStream) =>
      paintFor(
        colorLevel({
          flag: colorChoice(configuration.settings.color.value),
          environment: dependencies.environment,
          isTerminal: stream.isTerminal,
        }),
      )
    const paints = [await paint(dependencies.stdout), await paint(dependencies.stderr)] as const
    const result =
      flags.output === undefined || flags.output === '-'
        ? undefined
        : new (await import('./output/result-file.ts')).ResultFile(flags.output, dependencies)
    const paging = result === undefined ? await pagingOf(dependencies, flags, command) : undefined
    const context = new Context(dependencies, configuration, flags, paints, result, paging, invocation)
    // Completion has no place for a warning.
    if (command !== 'complete') await context.#warnOfLeftOut()
    await result?.prepare(context)
    return context
  }

  async #warnOfLeftOut(): Promise<void> {
    const { leftOut, withoutAddress } = this.configuration
    for (const problem of [leftOut, withoutAddress]) {
      if (problem === undefined) continue
      await this.warn(problem.message)
      for (const action of problem.actions) await this.suggest(action)
    }
  }

  // The org that the directory was read from, or else the one of the settings.
  async #recordAddresses(): Promise<RecordAddress | undefined> {
    const last = await (await this.ledger()).directory.lastRead()
    if (last?.source === 'demo') return undefined
    const org = last?.source === 'live' ? last.origin : this.configuration.settings['instance-url'].value
    const address = org.includes('://') ? org : `https://${org}`
    return org === '' || !URL.canParse(address) ? undefined : (id) => new URL(`/${id}`, address).href
  }

  get profile(): string {
    return this.configuration.settings.profile.value
  }

  get actor(): string {
    return this.configuration.settings.actor.value || this.dependencies.account
  }

  /** UTC, ISO 8601. */
  now(): string {
    return this.dependencies.now().toISOString()
  }

  get times(): TimeTexts {
    return isForPeople(this.format) ? timesHere : timesInUtc
  }

  today(): string {
    return localDay(this.dependencies.now())
  }

  /** The ledger of the profile, opened on first use; where it is missing, only a command that can begin one makes it. */
  async ledger(): Promise<Ledger> {
    this.#ledger ??= this.#open()
    return await this.#ledger
  }

  /** The file that holds the ledger; inside `sfsync try` the copy of it. Throws `usage` for another ledger there. */
  async store(): Promise<string> {
    // Another ledger in its place would be a wrong answer.
    const { withoutAddress } = this.configuration
    if (withoutAddress !== undefined) throw withoutAddress
    const store = this.configuration.settings.store.value
    const inside = this.dependencies.environment[tryVariable] ?? ''
    if (inside === '') return store
    const { storeInsideTry } = await import('../app/try.ts')
    return await storeInsideTry(this.dependencies, inside, store)
  }

  async #open(): Promise<Ledger> {
    const store = await this.store()
    if (isUnencrypted(store)) await this.warn(`the connection to ${store} is not encrypted (sslmode=disable)`)
    const waiting = async () => await this.note(`waiting for another process that is using ${store} ...`)
    const opening = openingOf(this.#invocation, this)
    const ledger = await this.dependencies.openLedger(store, {
      waiting,
      // An update says itself which ledger is ready.
      created: async () =>
        opening.isUpdate === true ? await warnOfProfile(this) : await noteCreated(this, store),
      missing: async () => await noteMissing(this, store),
      ...opening,
    })
    if (this.profile === 'demo') await prepareDemo(ledger, this.dependencies)
    return ledger
  }

  /** Whether this is a job of a build server (`CI` is set), with no one who could answer. */
  get isJob(): boolean {
    return !['', '0', 'false'].includes(this.dependencies.environment['CI'] ?? '')
  }

  /** Whether prompts can be answered. */
  get canAsk(): boolean {
    const { environment, stdinIsTerminal, stderr } = this.dependencies
    const wanted = ['true', '1'].includes(this.configuration.settings.input.value)
    return stdinIsTerminal && stderr.isTerminal && !this.isJob && environment['TERM'] !== 'dumb' && wanted
  }

  async prompts(): Promise<Prompts> {
    await this.endPaging()
    const isColored = this.stderr.paint !== plain
    return await this.dependencies.prompts({ isColored, escape: () => this.#escape })
  }

  /** Says at the questions of some work what Esc does there; elsewhere it cancels the command. */
  async withEscape<Result>(escape: EscapeKey, work: () => Promise<Result>): Promise<Result> {
    const before = this.#escape
    this.#escape = escape
    try {
      return await work()
    } finally {
      this.#escape = before
    }
  }

  /** Says something about the work; never part of the result. */
  async note(text: Hint): Promise<void> {
    if (!this.#quiet) await this.#say('', this.parts(text), this.stderr.paint.dim)
  }

  /** Reports a detail that only `--verbose` shows. */
  async detail(text: string): Promise<void> {
    if (this.#verbose) await this.#say('', { text }, this.stderr.paint.dim)
  }

  // Only the label is painted, where there is one.
  async #say(label: string, message: Message, paint: (text: string) => string): Promise<void> {
    const [first = '', ...rest] = await messageLines(this.stderr, label, message)
    const lines =
      label === ''
        ? [first, ...rest].map((line) => paint(line))
        : [paint(label) + first.slice(label.length), ...rest]
    await this.stderr.write(lines.map((line) => `${line}\n`).join(''))
  }

  /** A hint with its command as this admin would type it: in the same profile and store. */
  parts(hint: Hint): HintParts {
    return hintParts(hint, this.#commandStart)
  }

  startProgress(before: number, total: number): Progress {
    const { environment, stderr } = this.dependencies
    const isShown = stderr.isTerminal && !this.#quiet && environment['TERM'] !== 'dumb'
    return isShown ? startProgress(this, before, total) : silentProgress
  }

  /** Says what the admin should know although all went well. */
  async warn(hint: Hint): Promise<void> {
    await this.warnOf(this.parts(hint))
  }

  async warnOf(message: Message): Promise<void> {
    await this.#say('warning:', message, this.stderr.paint.yellow)
  }

  /** Says what to do next. */
  async suggest(hint: Hint): Promise<void> {
    if (!this.#quiet) await this.#say('next:', this.parts(hint), this.stderr.paint.cyan)
  }

  /** A text in which every command stands as this admin would type it: in the same profile and store. */
  typed(hint: Hint): string {
    return hintText(hint, this.#commandStart)
  }

  /** A command that was recorded, as it is repeated here: with npx where sfsync runs by it. Machines get it as it is. */
  readonly recorded = (command: string): string =>
    isForPeople(this.format) && command.startsWith('sfsync ') && this.#commandStart.startsWith('npx ')
      ? `npx ${command}`
      : command

  /** Puts the file of the result in its place, when all went well. */
  async finish(): Promise<void> {
    await this.endPaging()
    await this.#result?.finish()
    this.#result = undefined
  }

  /** Waits until what was printed so far has been read. */
  async endPaging(): Promise<void> {
    await this.#paging?.end()
  }

  async close(): Promise<void> {
    await this.#result?.discard()
    const ledger = await this.#ledger?.catch(() => undefined)
    await ledger?.close()
  }
}

async function pagingOf(
  dependencies: Dependencies,
  { pager: flag }: GlobalFlags,
  command: string,
): Promise<Paging | undefined> {
  const { environment, stdout } = dependencies
  if (!stdout.isTerminal) return undefined
  const { pagerFor, Paging: Made } = await import('./output/paging.ts')
  const pager = pagerFor({ command, flag, environment, stdout })
  return pager === undefined
    ? undefined
    : new Made(dependencies, async () => await dependencies.startPager(pager))
}

function surface(dependencies: Dependencies, stream: OutputStream, paint: Paint): Surface {
  return {
    ...roomOf(stream, dependencies.environment),
    paint,
    isUnread: () => stream.isUnread?.() ?? false,
    write: (piece) => stream.write(piece),
    now: () => dependencies.now(),
  }
}

/** What every command printed for the admin begins with: how sfsync was run, and the flags that are repeated. */
export function commandStart(
  { profile, store }: GlobalFlags,
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const words = [
    // npx says so, and runs sfsync where it is not installed.
    ...(environment['npm_command'] === 'exec' ? ['npx'] : []),
    'sfsync',
    ...(profile === undefined ? [] : flagWords('--profile', profile)),
    ...(store === undefined ? [] : flagWords('--store', store)),
  ]
  return words.map((word) => shellWord(word)).join(' ')
}

function configurationFlags(flags: GlobalFlags): Partial<Record<ConfigurationName, string>> {
  if (flags.json === true && flags.format !== undefined && flags.format !== 'json')
    throw new SfsyncError('usage', `--json and --format ${flags.format} cannot be combined`)
  const given = flags.json === true ? 'json' : flags.format
  const named = formatOfName(flags.output)
  if (named === 'xlsx' && given !== undefined && given !== 'xlsx')
    throw new SfsyncError('usage', `--output ${flags.output} names a workbook, but the format is ${given}`, {
      actions: ['leave out the format, or name another file'],
    })
  const format = given ?? named
  return {
    ...(flags.profile === undefined ? {} : { profile: flags.profile }),
    ...(flags.store === undefined ? {} : { store: flags.store }),
    ...(format === undefined ? {} : { format }),
    ...(flags.color === undefined ? {} : { color: flags.color }),
    ...(flags.input === false ? { input: 'false' } : {}),
  }
}

// `users.csv` is CSV, whatever the setting says.
function formatOfName(file: string | undefined): Format | undefined {
  const [, ending = ''] = /\.(\w+)$/.exec(file ?? '') ?? []
  const name = ending.toLowerCase() === 'md' ? 'markdown' : ending.toLowerCase()
  return formats.find((format) => format === name && format !== 'table' && format !== 'ids')
}

function colorChoice(value: string): 'auto' | 'always' | 'never' {
  return value === 'always' || value === 'never' ? value : 'auto'
}
