import { dirname } from 'node:path'
import { nearest } from '../app/hints.ts'
import type { Dependencies } from '../app/ports.ts'
import type { Configuration } from '../config/keys.ts'
import type { IfMissing, OpenOptions } from '../ledger/ledger.ts'

/** The words that name a command, and its flags as typed, each with its value. */
export interface TypedCommand {
  readonly command: string
  readonly flags: readonly (readonly string[])[]
}

// They look at what is wrong, or need no ledger, and write nothing that what is left out decides on.
export const worksAnywhere: ReadonlySet<string> = new Set([
  'doctor',
  'settings list',
  'settings get',
  'settings path',
  'help',
  'completion',
  'complete',
])

/** The commands that can write into a ledger in which nothing is yet; only they make one. */
const beginsLedger: ReadonlySet<string> = new Set([
  'demo',
  'guide',
  'add',
  'settings',
  'settings set',
  'settings init',
  'sf-users import',
  'sf-users refresh',
  'create-user',
  'import',
  'users import',
  'teams create',
  'load',
  'apply',
  'try',
])

/** What decides how a command opens its ledger, beside the command. */
interface Around {
  readonly configuration: Configuration
  readonly yes: boolean
  readonly canAsk: boolean
}

/** How a command opens its ledger: only one that can begin a ledger makes it, and none that keeps nothing. */
export function openingOf(typed: TypedCommand, around: Around): OpenOptions {
  return {
    ifMissing: ifMissing(typed, around.configuration),
    isDryRun: isDryRun(typed, around),
    isUpdate: typed.command === 'settings init',
  }
}

function isDryRun({ command, flags }: TypedCommand, { yes, canAsk }: Around): boolean {
  const has = (flag: string) => flags.some(([name]) => name === flag)
  const isDiscarded = command === 'try' && (has('--discard') || !(has('--keep') || yes || canAsk))
  return has('--dry-run') || isDiscarded
}

// A name that was typed or configured and is not there is probably a typing error; before the first use nothing is wrong.
function ifMissing({ command }: TypedCommand, configuration: Configuration): IfMissing {
  const { store, profile } = configuration.settings
  const isNamed = isLedgerNamed(configuration) || command === 'backup'
  if (beginsLedger.has(command) || (profile.value === 'demo' && store.origin.from === 'default'))
    return 'create'
  // Completion has no place for an error.
  return isNamed && command !== 'complete' ? 'refuse' : 'empty'
}

function isLedgerNamed({ settings: { store, profile } }: Configuration): boolean {
  return store.origin.from !== 'default' || isProfileNamed(profile.value)
}

function isProfileNamed(profile: string): boolean {
  return !['default', 'demo'].includes(profile)
}

/** What says which ledger is used. */
interface Noting {
  readonly configuration: Configuration
  readonly dependencies: Pick<Dependencies, 'listFolder'>
  readonly profile: string
  note(text: string): Promise<void>
  warn(text: string): Promise<void>
}

/** Names a new ledger where another one may have been meant; not at the first use, nor where a file or a variable names it. */
export async function noteCreated(context: Noting, store: string): Promise<void> {
  const { configuration, dependencies, profile } = context
  const { profileFolder } = configuration
  const { from } = configuration.settings.store.origin
  const isFirst =
    profileFolder === undefined || (await dependencies.listFolder(dirname(profileFolder))).length < 2
  if (profile === 'demo' || (from !== 'flag' && !isProfileNamed(profile) && (from !== 'default' || isFirst)))
    return
  await context.note(`a new ledger was created: ${store}`)
  await warnOfProfile(context)
}

/** Says before a dry run that it is about a ledger that is not there, where the ledger was named. */
export async function noteMissing(context: Noting, store: string): Promise<void> {
  const { configuration, profile } = context
  if (profile === 'demo' || !isLedgerNamed(configuration)) return
  await context.note(`there is no ledger at ${store} yet; this begins with an empty one, which is not kept`)
  await warnOfProfile(context)
}

/** Warns of a profile that no file has, but one with a similar name. */
export async function warnOfProfile(context: Noting): Promise<void> {
  const { configuration, profile } = context
  const { profiles } = configuration
  const [near] = isProfileNamed(profile) && !profiles.includes(profile) ? nearest(profile, profiles) : []
  if (near !== undefined) await context.warn(`no .sfsyncrc has a profile "${profile}"; did you mean ${near}?`)
}
