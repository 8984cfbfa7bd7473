import { Command } from 'commander'
import type { CompanyFact, CompanyFactName } from '../../../core/company.ts'
import { autoSyncPlace, integrationPlace } from '../../../salesscreen/where.ts'
import type { Context } from '../../context.ts'
import { type ExitCode, exitCodes } from '../../exit-codes.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { writeList } from '../../list/flags.ts'
import type { Column } from '../../output/columns.ts'

interface Check {
  readonly name: CompanyFactName
  readonly fact: CompanyFact | null
  readonly wanted: string
  readonly place: string
}

const checkColumns: readonly Column<Check>[] = [
  { key: 'name', label: 'Setting', kind: 'id', value: ({ name }) => name },
  { key: 'value', label: 'Value', kind: 'text', value: ({ fact }) => fact?.value ?? null },
  { key: 'ok', label: 'OK', kind: 'flag', value: (check) => isRight(check) },
  { key: 'attestedBy', label: 'Attested by', kind: 'text', value: ({ fact }) => fact?.attestedBy ?? null },
  { key: 'attestedAt', label: 'When', kind: 'time', value: ({ fact }) => fact?.attestedAt ?? null },
  { key: 'place', label: 'Where in SalesScreen', kind: 'text', hidden: true, value: ({ place }) => place },
]

export function settingsCheckCommand(handle: Handle): Command {
  const command = new Command('check')
    .description('check step 1: automatic sync is off, as somebody has seen; exit code 10 when not')
    .action(() => handle(runSettingsCheck, {}))
  return withExamples(command, [
    { command: 'sfsync settings check', purpose: 'before mapping, or in a CI job' },
  ])
}

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
    check('integration-initialised', 'yes', integrationPlace),
  ]
  await writeList(context, checkColumns, [checks], {})
  for (const each of checks.filter((one) => !isRight(one))) {
    await context.warn(
      `${each.name} ${each.fact === null ? 'was never attested' : `is ${each.fact.value}`}; look at ${each.place}`,
    )
    await context.suggest(`sfsync settings set ${each.name} ${each.wanted}`)
  }
  // Only automatic sync is dangerous; an integration nobody attested is worth a warning.
  return checks.some((each) => each.name === 'auto-sync' && !isRight(each))
    ? exitCodes.waiting
    : exitCodes.done
}

function isRight({ fact, wanted }: Check): boolean {
  return fact?.value === wanted
}
