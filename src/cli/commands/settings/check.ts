import {
  drop,
  emailColumn,
  flagColumn,
  hidden,
  idColumn,
  textColumn,
  timeColumn,
} from '../../output/columns.ts'
import { defineCommand, type Invocation } from '../../command.ts'
import { type ExitCode, exitCodes } from '../../../app/exit-codes.ts'
import { commandLine } from '../../../core/hint.ts'
import type { CompanyFact, CompanyFactName } from '../../../core/model.ts'
import { autoSyncPlace, integrationPlace } from '../../../salesscreen/screens.ts'
import type { Context } from '../../context.ts'
import type { Column } from '../../output/columns.ts'
import { writeList } from '../../lists.ts'
import { setCompanyFact } from './set.ts'
import { askForSeenFact } from './questions.ts'

interface Check {
  readonly name: CompanyFactName
  readonly fact: CompanyFact | null
  readonly wanted: string
  readonly place: string
}

const checkColumns: readonly Column<Check>[] = [
  idColumn('name', 'Setting', ({ name }) => name),
  textColumn('value', 'Value', ({ fact }) => fact?.value ?? null),
  flagColumn('ok', 'OK', (check) => isRight(check)),
  emailColumn('confirmedBy', 'Confirmed by', ({ fact }) => fact?.attestedBy ?? null, drop(2)),
  timeColumn('confirmedAt', 'When', ({ fact }) => fact?.attestedAt ?? null, drop(1)),
  textColumn('place', 'Where in SalesScreen', ({ place }) => place, hidden),
]

export const settingsCheckCommand = defineCommand({
  name: 'check',
  summary: 'check step 1: automatic sync is confirmed to be off; exit code 10 if not',
  examples: [{ command: 'sfsync settings check', purpose: 'before mapping, or in a CI job' }],
  declare: (command) => command,
  options: () => ({}),
  run: runSettingsCheck,
})

export async function runSettingsCheck(_options: object, context: Context): Promise<ExitCode> {
  const ledger = await context.ledger()
  const facts = await ledger.facts()
  const check = (name: keyof typeof wanted, place: string): Check => ({
    name,
    wanted: wanted[name],
    place,
    fact: facts.find((fact) => fact.name === name) ?? null,
  })
  const checks = [check('auto-sync', autoSyncPlace), check('integration-initialized', integrationPlace)]
  await writeList(context, checkColumns, [checks], {})
  for (const each of checks.filter((one) => !isRight(one))) {
    await context.warn(
      each.fact === null
        ? `no one has confirmed that ${each.name} is ${each.wanted}; check ${each.place}`
        : `${each.name} is ${each.fact.value}; check ${each.place}`,
    )
    await context.suggest(commandLine('settings set', each.name, each.wanted))
  }
  // Only automatic sync is dangerous; an unconfirmed integration is worth a warning.
  return checks.some((each) => each.name === 'auto-sync' && !isRight(each))
    ? exitCodes.waiting
    : exitCodes.done
}

function isRight({ fact, wanted }: Check): boolean {
  return fact?.value === wanted
}

/** Asks an admin to look in SalesScreen, and records what is there; null if the admin cannot see it. */
export async function confirmSetting(
  context: Context,
  name: 'auto-sync' | 'integration-initialized',
): Promise<string | null> {
  const { why, place, question } = lookups[name]
  if (why !== undefined) await context.note(why)
  await context.note(`Look in SalesScreen: ${place}`)
  const value = await askForSeenFact(await context.prompts(), name, question)
  if (value !== null) await setCompanyFact(context, name, value, promptedWrite(name))
  else
    await context.note({
      text: 'ask someone who can see it, and then record it',
      command: commandLine('settings set', name, wanted[name]),
    })
  return value
}

/** Says how to switch automatic sync off. */
export async function explainSwitchingOff(context: Context): Promise<void> {
  await context.warn('Automatic sync is on, so SalesScreen creates users on its own.')
  await context.suggest(`in SalesScreen, switch it off: ${autoSyncPlace}`)
}

const wanted = { 'auto-sync': 'off', 'integration-initialized': 'yes' } as const

const lookups: Readonly<Record<keyof typeof wanted, { why?: string; place: string; question: string }>> = {
  'auto-sync': {
    why: 'Step 1: automatic sync must be off, so that SalesScreen creates no users on its own.',
    place: autoSyncPlace,
    question: '"Automatically sync users" is',
  },
  'integration-initialized': {
    place: integrationPlace,
    question: 'The Salesforce integration is initialized',
  },
}

function promptedWrite(name: string): { readonly dryRun: false; readonly invocation: Invocation } {
  return {
    dryRun: false,
    invocation: { command: 'settings set', arguments: [name], flags: [], prompted: true },
  }
}
