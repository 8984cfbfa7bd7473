import { firstStep } from '../../app/first-step.ts'
import {
  answersInSheet,
  type AuditResult,
  readSample,
  type RecordedAudit,
  recordAudit,
} from '../../app/audit.ts'
import { crossedLines } from '../../app/drift.ts'
import type { WriteOptions } from '../../app/write.ts'
import { type AuditedMapping, auditStatement, percentAtLeast } from '../../core/audit.ts'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, withOptions } from '../../core/hint.ts'
import { countText } from '../../core/text.ts'
import { fullName } from '../../core/model.ts'
import { given, wholeNumber } from '../../core/values.ts'
import {
  commandLineOf,
  defineCommand,
  type Invocation,
  withAnswers,
  withWriteFlags,
  writeOptions,
} from '../command.ts'
import type { Context } from '../context.ts'
import { type Column, emailColumn, idColumn, numberColumn, textColumn } from '../output/columns.ts'
import { inPages, renderList, renderRecord } from '../output/render.ts'

export interface MappingsAuditOptions extends WriteOptions {
  readonly sample: number
  readonly seed?: string
  /** A list of a sample with its answers; `-` is standard input. */
  readonly file?: string
}

const usualSample = 20

export const mappingsAuditCommand = defineCommand({
  name: 'audit',
  summary: 'look up a random sample in SalesScreen: how many are right at least',
  examples: [
    { command: 'sfsync mappings audit --sample 20', purpose: 'one key each: right, wrong, cannot tell' },
    {
      command: 'sfsync mappings audit --format csv > sample.csv',
      purpose: 'the sample as a list, to fill in "right"',
    },
    { command: 'sfsync mappings audit --file sample.csv', purpose: 'the answers in that list' },
  ],
  declare: (command) =>
    withWriteFlags(
      command
        .option('--sample <number>', `how many mappings to look up (default: ${usualSample})`)
        .option('--seed <text>', 'draw the same sample again')
        .option('--file <file>', 'read the answers (yes or no in the column "right"); - is standard input'),
    ),
  options: (_words, flags): MappingsAuditOptions => {
    if (flags.file !== undefined && (flags.sample !== undefined || flags.seed !== undefined))
      throw new SfsyncError('usage', '--file has the sample already; omit --sample and --seed')
    const sample = flags.sample === undefined ? usualSample : wholeNumber(flags.sample)
    if (sample === undefined)
      throw new SfsyncError('usage', `--sample is a number of mappings, not "${flags.sample}"`)
    return { sample, ...given({ seed: flags.seed, file: flags.file }), ...writeOptions(flags) }
  },
  run: runMappingsAudit,
})

/** A mapping to look up, in a list that comes back with answers. */
interface ListedMapping extends AuditedMapping {
  readonly sampleSize: number
}

const listColumns: readonly Column<ListedMapping>[] = [
  idColumn('userId', 'User ID', ({ user }) => user.userId),
  textColumn('name', 'Name', ({ user }) => fullName(user)),
  emailColumn('email', 'E-mail', ({ user }) => user.email),
  idColumn('salesforceUserId', 'Salesforce User ID', ({ salesforceUserId }) => salesforceUserId),
  textColumn('salesforceName', 'Salesforce name', ({ salesforceName }) => salesforceName),
  emailColumn('salesforceEmail', 'Salesforce e-mail', ({ salesforceEmail }) => salesforceEmail),
  textColumn('right', 'Right', () => null),
  numberColumn('sampleSize', 'Sample size', ({ sampleSize }) => sampleSize),
]

const resultColumns: readonly Column<RecordedAudit>[] = [
  numberColumn('mappings', 'Mappings', ({ counts }) => counts.mappings),
  numberColumn('sample', 'Sample', ({ counts }) => counts.sample),
  numberColumn('right', 'Right', ({ counts }) => counts.right),
  numberColumn('wrong', 'Wrong', ({ counts }) => counts.wrong),
  numberColumn('unclear', 'Cannot tell', ({ counts }) => counts.unclear),
  numberColumn('percentAtLeast', 'Right at least (%)', ({ counts }) => percentAtLeast(counts)),
  textColumn('statement', 'Statement', ({ counts }) => auditStatement(counts)),
  numberColumn('changeSet', 'Change set', ({ changeSet }) => changeSet?.number ?? null),
]

export async function runMappingsAudit(
  options: MappingsAuditOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  const { file, sample: size } = options
  if (file !== undefined) {
    const sheet = await context.dependencies.readSheet({ file })
    await record(context, options, await answersInSheet(context, sheet), invocation)
    return
  }
  const seed = options.seed ?? context.dependencies.newId()
  const drawn = await readSample(context, size, seed)
  const seeded = withAnswers(invocation, invocation.arguments, [
    ['--sample', String(size)],
    ['--seed', seed],
  ])
  for (const line of await crossedLines(context)) await context.warn(line)
  if (!context.canAsk || context.format !== 'table') {
    const listed = drawn.sample.map((each) => ({ ...each, sampleSize: drawn.sample.length }))
    await renderList(listColumns, inPages(listed), context.format, context.stdout)
    await context.note(
      `${drawn.sample.length} of ${countText(drawn.mappings, 'mapping')} of active users in SalesScreen; seed ${seed}`,
    )
    if (drawn.sample.length === 0) await suggestMapping(context)
    else
      await context.suggest({
        text: 'answer yes or no in the column "right"',
        command: withOptions(commandLine('mappings audit'), { file: '<file>' }),
      })
    return
  }
  if (drawn.sample.length === 0) {
    await context.note('no mappings of active users are known to be in SalesScreen')
    await suggestMapping(context)
    return
  }
  const { runAuditScreen } = await import('../screen/audit.ts')
  await record(context, options, await runAuditScreen(drawn, context), seeded)
}

async function suggestMapping(context: Context): Promise<void> {
  await context.suggest((await firstStep(await context.ledger())) ?? commandLine('status'))
}

// The history keeps the reason beside the command, and nothing of a dry run.
const unrecorded = ['--reason', '--dry-run']

async function record(
  context: Context,
  { dryRun, reason }: MappingsAuditOptions,
  result: AuditResult,
  invocation: Invocation,
): Promise<void> {
  const recorded = await recordAudit(context, result, {
    command: commandLineOf(invocation, unrecorded),
    dryRun,
    ...given({ reason }),
  })
  await renderRecord(resultColumns, recorded, context.format, context.stdout)
  if (dryRun) await context.note('dry run: nothing was changed')
  else for (const hint of recorded.next) await context.suggest(hint)
  if (result.answers.includes(null))
    await context.suggest({ text: 'look up all of the sample', command: commandLineOf(invocation) })
}
