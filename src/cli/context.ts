import { hintText } from '../app/hints.ts'
import type { Hint } from '../core/hint.ts'
import type { Configuration, ConfigurationName } from '../config/keys.ts'
import { SfsyncError } from '../core/errors.ts'
import { shellWord } from '../core/text.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { type Format, formats, type Surface } from './output/columns.ts'
import { colourLevel, type Paint, paintFor } from './output/paint.ts'
import { visible } from './output/text.ts'
import type { OutputStream, Dependencies, Prompts } from '../app/ports.ts'
import { prepareDemo } from '../app/demo.ts'

/** The flags that every command takes. */
export interface GlobalFlags {
  readonly profile?: string
  readonly store?: string
  readonly format?: string
  readonly json?: boolean
  readonly color?: string
  /** false with --no-input. */
  readonly input?: boolean
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly debug?: boolean
}

/** What a running command has at hand: settings, output, questions, the ledger. Costly things are made on first use. */
export class Context {
  readonly parts: Dependencies
  readonly configuration: Configuration
  readonly format: Format
  readonly stdout: Surface
  readonly stderr: Surface
  readonly #quiet: boolean
  readonly #verbose: boolean
  readonly #profileFlags: readonly string[]
  #ledger: Promise<Ledger> | undefined

  private constructor(
    parts: Dependencies,
    configuration: Configuration,
    flags: GlobalFlags,
    paints: readonly [Paint, Paint],
  ) {
    this.parts = parts
    this.configuration = configuration
    this.format = formats.find((format) => format === configuration.settings.format.value) ?? 'table'
    this.stdout = surface(parts, parts.stdout, paints[0])
    this.stderr = surface(parts, parts.stderr, paints[1])
    this.#quiet = flags.quiet === true
    this.#verbose = flags.verbose === true
    this.#profileFlags = repeatedFlags(flags)
  }

  /** Settles the configuration and the colours; opens nothing. */
  static async create(parts: Dependencies, flags: GlobalFlags): Promise<Context> {
    const configuration = await parts.loadConfiguration(configurationFlags(flags))
    const paint = (stream: OutputStream) =>
      paintFor(
        colourLevel({
          flag: colourChoice(configuration.settings.color.value),
          environment: parts.environment,
          isTerminal: stream.isTerminal,
        }),
      )
    return new Context(parts, configuration, flags, [await paint(parts.stdout), await paint(parts.stderr)])
  }

  get profile(): string {
    return this.configuration.settings.profile.value
  }

  get actor(): string {
    return this.configuration.settings.actor.value || this.parts.account
  }

  /** UTC, ISO 8601. */
  now(): string {
    return this.parts.now().toISOString()
  }

  /** The ledger of the profile; opened, and made where it is missing, on first use. */
  async ledger(): Promise<Ledger> {
    this.#ledger ??= this.#open()
    return await this.#ledger
  }

  /** The file that holds the ledger; inside `sfsync try` the copy of it. Throws `usage` for another ledger there. */
  async store(): Promise<string> {
    const store = this.configuration.settings.store.value
    const inside = this.parts.environment['SFSYNC_TRY'] ?? ''
    if (inside === '') return store
    const { storeInsideTry } = await import('../app/try.ts')
    return await storeInsideTry(this.parts, inside, store)
  }

  async #open(): Promise<Ledger> {
    const ledger = await this.parts.openLedger(await this.store())
    if (this.profile === 'demo') await prepareDemo(ledger, this.parts)
    return ledger
  }

  /** Whether somebody is there to answer questions. */
  get canAsk(): boolean {
    const { environment, stdinIsTerminal, stderr } = this.parts
    const inCI = environment['CI'] !== undefined && !['', '0', 'false'].includes(environment['CI'])
    const wanted = ['true', '1'].includes(this.configuration.settings.input.value)
    return stdinIsTerminal && stderr.isTerminal && !inCI && environment['TERM'] !== 'dumb' && wanted
  }

  async prompts(): Promise<Prompts> {
    return await this.parts.prompts()
  }

  /** Says something about the work; never part of the result. */
  async note(text: string): Promise<void> {
    if (!this.#quiet) await this.stderr.write(`${this.stderr.paint.dim(visible(text))}\n`)
  }

  /** Says how the work is done, to whoever asked to hear it. */
  async detail(text: string): Promise<void> {
    if (this.#verbose) await this.stderr.write(`${this.stderr.paint.dim(visible(text))}\n`)
  }

  /** Whether somebody watches who wants to see how far a long work is. */
  get showsProgress(): boolean {
    return this.stderr.isTerminal && !this.#quiet && this.parts.environment['TERM'] !== 'dumb'
  }

  /** Says what the admin should know although all went well. */
  async warn(hint: Hint): Promise<void> {
    await this.stderr.write(`${this.stderr.paint.yellow('warning:')} ${visible(this.typed(hint))}\n`)
  }

  /** Says what to do next. */
  async suggest(hint: Hint): Promise<void> {
    if (!this.#quiet)
      await this.stderr.write(`${this.stderr.paint.cyan('next:')} ${visible(this.typed(hint))}\n`)
  }

  /** A text in which every command stands as this admin would type it: in the same profile and store. */
  typed(hint: Hint): string {
    return typeof hint === 'string'
      ? hint.replace(
          commandStart,
          `sfsync${this.#profileFlags.map((word) => ` ${shellWord(word)}`).join('')} $1`,
        )
      : hintText(hint, this.#profileFlags)
  }

  async close(): Promise<void> {
    const ledger = await this.#ledger?.catch(() => undefined)
    await ledger?.close()
  }
}

// Commands also stand inside sentences; the list keeps sentences about sfsync as they are.
const commandStart =
  /\bsfsync (settings|sf-users|create-user|assign-team|import|plan|apply|map|unmap|users|teams|mappings|status|guide|history|show|blame|undo|try|backup|dump|load|check|export|reject|decisions|review|suggest|explain|doctor|login|logout|whoami)(?![\w-])/g

function surface(parts: Dependencies, stream: OutputStream, paint: Paint): Surface {
  return {
    isTerminal: stream.isTerminal,
    width: stream.width,
    paint,
    write: (text) => stream.write(text),
    now: () => parts.now(),
  }
}

function repeatedFlags({ profile, store }: GlobalFlags): string[] {
  return [
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(store === undefined ? [] : ['--store', store]),
  ]
}

function configurationFlags(flags: GlobalFlags): Partial<Record<ConfigurationName, string>> {
  if (flags.json === true && flags.format !== undefined && flags.format !== 'json')
    throw new SfsyncError('usage', `--json and --format ${flags.format} contradict each other`)
  const format = flags.json === true ? 'json' : flags.format
  return {
    ...(flags.profile === undefined ? {} : { profile: flags.profile }),
    ...(flags.store === undefined ? {} : { store: flags.store }),
    ...(format === undefined ? {} : { format }),
    ...(flags.color === undefined ? {} : { color: flags.color }),
    ...(flags.input === false ? { input: 'false' } : {}),
  }
}

function colourChoice(value: string): 'auto' | 'always' | 'never' {
  return value === 'always' || value === 'never' ? value : 'auto'
}
