import { dirname, relative } from 'node:path'
import type { Prompts } from '../../../app/ports.ts'
import { keyNamed, problemWithValue } from '../../../config/keys.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { type CommandLine, commandLine, type Hint, withOptions } from '../../../core/hint.ts'
import { isPostgres, postgresAddress } from '../../../core/store-address.ts'
import { countText } from '../../../core/text.ts'
import { visible } from '../../../core/visible-text.ts'
import type { Ledger } from '../../../ledger/ledger.ts'
import { commandLineOf, defineCommand, type Invocation, withAnswers } from '../../command.ts'
import type { Context } from '../../context.ts'
import { jsonDocument } from '../../output/render.ts'
import { noteEquivalentCommand } from '../../write.ts'

export interface SettingsInitOptions {
  readonly dryRun: boolean
  /** Makes or updates the ledger, and writes no configuration file. */
  readonly ledgerOnly: boolean
}

export const settingsInitCommand = defineCommand({
  name: 'init',
  summary: 'write where the ledger is into .sfsyncrc, and create the ledger',
  description:
    'write where the ledger is into the .sfsyncrc of this folder or project, and create the ledger if it is missing',
  examples: [
    {
      command: 'sfsync settings init --store postgres://ada@db.acme.example/people',
      purpose: 'one ledger for the team, on a PostgreSQL server',
    },
    {
      command: 'sfsync settings init --ledger-only --store postgres://sfsync_owner@db.acme.example/people',
      purpose: 'as the owner: create the ledger, or update it for a new version of sfsync',
    },
  ],
  declare: (command) =>
    command
      .option('--ledger-only', 'create the ledger or update it, and write no .sfsyncrc')
      .option('-n, --dry-run', 'show what would be written, and change nothing'),
  options: (_words, flags): SettingsInitOptions => ({
    ledgerOnly: flags.ledgerOnly === true,
    dryRun: flags.dryRun === true,
  }),
  run: runSettingsInit,
})

export async function runSettingsInit(
  { ledgerOnly, dryRun }: SettingsInitOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  const { settings, projectFile } = context.configuration
  if (ledgerOnly) {
    if (!dryRun) await showReady(context, settings.store.value, await context.ledger(), null)
    else await context.note(`dry run: the ledger would be ${settings.store.value}; nothing was changed`)
    return
  }
  const isAsked = settings.store.origin.from !== 'flag'
  const store = isAsked ? await askForStore(context) : settings.store.value
  const file = projectFile ?? (await context.dependencies.realPath('.sfsyncrc'))
  const value = isPostgres(store) ? shortened(store, context.profile) : pathFrom(file, store)
  // A ledger that cannot be opened takes the place of none that works.
  const ledger = dryRun ? undefined : await openedAt(context, store, isAsked)
  try {
    if (!dryRun)
      await context.dependencies.editConfiguration(
        file,
        'store',
        value,
        context.profile === 'default' ? undefined : context.profile,
      )
    await showWritten(context, { file, value, ledger })
  } finally {
    await ledger?.close()
  }
  if (isAsked)
    await noteEquivalentCommand(
      context,
      commandLineOf(withAnswers(invocation, [], [['--store', isPostgres(store) ? value : store]])),
    )
}

async function askForStore(context: Context): Promise<string> {
  if (!context.canAsk)
    throw new SfsyncError('usage', 'settings init needs --store <file or address>', {
      actions: [
        withOptions(commandLine('settings init'), { store: 'postgres://<user>@<host>/<database>' }),
        'the address contains no password; "sfsync settings password" saves it',
      ],
    })
  const prompts = await context.prompts()
  const place = await prompts.choose('Where should the ledger be?', [
    { name: 'on a PostgreSQL server', value: 'server', description: 'several admins and jobs share it' },
    { name: 'in a file', value: 'file', description: 'one admin on one machine' },
  ])
  return place === 'server' ? await askForAddress(prompts, context) : await askForFile(prompts, context)
}

async function askForAddress(prompts: Prompts, context: Context): Promise<string> {
  const typed = await prompts.text({
    message: 'Address (postgres://<user>@<host>/<database>, without a password)',
    problem: (text) => problemWithAddress(text),
  })
  const { shown } = postgresAddress(typed, schemaOf(context.profile))
  return shown
}

function problemWithAddress(text: string): string | undefined {
  if (!isPostgres(text)) return 'an address begins with postgres://'
  try {
    return problemWithValue(keyNamed('store'), text)
  } catch (error) {
    return error instanceof SfsyncError ? error.message : 'this is not an address'
  }
}

async function askForFile(prompts: Prompts, { dependencies }: Context): Promise<string> {
  const typed = await prompts.text({
    message: 'File of the ledger',
    problem: (text) =>
      text.startsWith('~') ? 'write the whole path' : problemWithValue(keyNamed('store'), text),
  })
  return await dependencies.realPath(typed)
}

// The schema that belongs to the profile needs no mention.
function shortened(store: string, profile: string): string {
  const url = new URL(store)
  if (url.searchParams.get('schema') === schemaOf(profile)) url.searchParams.delete('schema')
  return url.href
}

function schemaOf(profile: string): string {
  return profile === 'default' ? 'sfsync' : `sfsync_${profile}`
}

// A file of the project moves with it.
function pathFrom(file: string, store: string): string {
  const path = relative(dirname(file), store)
  return path === '' || path.startsWith('..') ? store : path
}

// An address that was typed at a question is not repeated in the commands that an error names.
async function openedAt(context: Context, store: string, isAsked: boolean): Promise<Ledger> {
  try {
    return await context.dependencies.openLedger(store, { isUpdate: true })
  } catch (error) {
    if (!(error instanceof SfsyncError) || !isAsked) throw error
    const actions = error.actions.map((action) => naming(store, action))
    throw new SfsyncError(error.code, error.message, { actions, rows: error.rows, cause: error })
  }
}

function naming(store: string, hint: Hint): Hint {
  if (typeof hint === 'string' || !('command' in hint)) return hint
  if ('text' in hint) return { ...hint, command: withStore(store, hint.command) }
  return withStore(store, hint)
}

function withStore(store: string, line: CommandLine): CommandLine {
  return { ...line, options: { store, ...line.options } }
}

interface Written {
  readonly file: string
  readonly value: string
  /** Undefined where nothing was written. */
  readonly ledger: Ledger | undefined
}

async function showWritten(context: Context, { file, value, ledger }: Written): Promise<void> {
  if (context.format === 'table') {
    await context.stdout.write(`${visible(`~ store = ${value}  (${file})`)}\n`)
    if (ledger === undefined) await context.note('dry run: nothing was changed')
  }
  if (ledger === undefined) await showDocument(context, { file, value, warnings: [], next: [] }, null)
  else await showReady(context, value, ledger, file)
}

async function showReady(
  context: Context,
  value: string,
  ledger: Ledger,
  file: string | null,
): Promise<void> {
  const { changeSets } = await ledger.counts()
  const { warnings, next } = (await ledger.isReadOnly()) ? readOnly(value) : { warnings: [], next: [] }
  if (context.format === 'table') {
    const state = warnings.length === 0 ? 'is ready' : 'can only be read'
    await context.note(
      `the ledger ${file === null ? `${visible(value)} ` : ''}${state}: ${countText(changeSets, 'change set')}`,
    )
    for (const warning of warnings) await context.warn(warning)
    for (const step of next) await context.suggest(step)
  }
  await showDocument(context, { file, value, warnings, next }, { changeSets })
}

function readOnly(store: string): Pick<Shown, 'warnings' | 'next'> {
  return isPostgres(store)
    ? {
        warnings: ['the server is read-only, as a replica is: nothing can be written to this ledger here'],
        next: ['use the address of the primary server to write'],
      }
    : {
        warnings: [
          'the file or its folder is read-only for your account: nothing can be written to this ledger',
        ],
        next: ['make the folder and the file writable for your account'],
      }
}

interface Shown {
  readonly file: string | null
  readonly value: string
  readonly warnings: readonly string[]
  readonly next: readonly Hint[]
}

async function showDocument(
  context: Context,
  { file, value, warnings, next }: Shown,
  ledger: { readonly changeSets: number } | null,
): Promise<void> {
  if (context.format !== 'json' && context.format !== 'ndjson') return
  const typed = next.map((each) => context.typed(each))
  await context.stdout.write(
    jsonDocument(
      { changeSet: null, changes: [], warnings, next: typed, file, name: 'store', value, ledger },
      context.format,
    ),
  )
}
