import { drop, flagColumn, hidden, idColumn, textColumn, timeColumn } from '../../output/columns.ts'
import { defineCommand, type Invocation } from '../../command.ts'
import { type ExitCode, exitCodes } from '../../../app/exit-codes.ts'
import { commandLine } from '../../../core/hint.ts'
import type { CompanyFact, CompanyFactName } from '../../../core/model.ts'
import { autoSyncPlace, integrationPlace } from '../../../salesscreen/screens.ts'
import type { Context } from '../../context.ts'
import type { Column } from '../../output/columns.ts'
import { writeList } from '../../shared-flags.ts'
import { setCompanyFact } from './set.ts'
import { askForFact } from './questions.ts'

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
  textColumn('confirmedBy', 'Confirmed by', ({ fact }) => fact?.attestedBy ?? null, drop(2)),
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
  const check = (name: CompanyFactName, wanted: string, place: string): Check => ({
    name,
    wanted,
    place,
    fact: facts.find((fact) => fact.name === name) ?? null,
  })
  const checks = [
    check('auto-sync', 'off', autoSyncPlace),
    check('integration-initialized', 'yes', integrationPlace),
  ]
  await writeList(context, checkColumns, [checks], {})
  for (const each of checks.filter((one) => !isRight(one))) {
    await context.warn(
      each.fact === null
        ? `nobody has confirmed that ${each.name} is ${each.wanted}; check ${each.place}`
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

/** Walks an admin through step 1: look in SalesScreen, and confirm what is there. */
export async function confirmStepOne(context: Context): Promise<void> {
  const prompts = await context.prompts()
  await context.note('Step 1: automatic sync must be off, so that SalesScreen creates no users on its own.')
  await context.note(`Look in SalesScreen: ${autoSyncPlace}`)
  const autoSync = await askForFact(prompts, 'auto-sync', '"Automatically sync users" is')
  await setCompanyFact(context, 'auto-sync', autoSync, answered('auto-sync'))
  await context.note(`Look in SalesScreen: ${integrationPlace}`)
  const initialized = await askForFact(
    prompts,
    'integration-initialized',
    'The Salesforce integration is initialized',
  )
  await setCompanyFact(context, 'integration-initialized', initialized, answered('integration-initialized'))
}

function answered(name: string): { readonly dryRun: false; readonly invocation: Invocation } {
  return {
    dryRun: false,
    invocation: { command: 'settings set', arguments: [name], flags: [], prompted: true },
  }
}
