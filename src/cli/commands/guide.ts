import { Command } from 'commander'
import { commandText } from '../../core/command-text.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Context } from '../context.ts'
import { guidePerson } from '../guide/person.ts'
import type { Handle } from '../handle.ts'
import { withExamples } from '../help.ts'
import { attestStepOne } from '../settings/step-one.ts'
import { walkThrough } from '../walk-through.ts'
import { runSfUsersImport } from './sf-users/import.ts'

export interface GuideOptions {
  /** Salesforce User IDs, usernames or record addresses; without them the admin searches. */
  readonly people: readonly string[]
}

export function guideCommand(handle: Handle): Command {
  const command = new Command('guide')
    .description('walk through the four steps, prompt by prompt')
    .argument('[sfId...]', 'the Salesforce users to begin with; without it you search for them')
    .action((people: string[]) => handle(runGuide, { people }))
  return withExamples(command, [
    {
      command: 'sfsync guide',
      purpose: 'search for somebody and do what is missing; stop with Ctrl-C, resume any time',
    },
    {
      command: 'sfsync guide 0055g0000000q1oAAA 0055g0000000qXKAAY',
      purpose: 'two people, one after the other',
    },
  ])
}

export async function runGuide(options: GuideOptions, context: Context): Promise<void> {
  if (!context.canAsk)
    throw new SfsyncError('usage', 'guide asks questions, so it needs a terminal', {
      actions: [
        'sfsync settings check',
        'sfsync sf-users list',
        'sfsync create-user --help',
        'sfsync map --help',
      ],
    })
  await walkThrough(context, commandText('guide', ...options.people), () => walk(options, context))
}

async function walk(options: GuideOptions, context: Context): Promise<void> {
  await stepOne(context)
  await stepTwo(context)
  if (options.people.length > 0) {
    for (const person of options.people) await guidePerson(context, person)
    return
  }
  const prompts = await context.prompts()
  do await guidePerson(context, undefined)
  while (await prompts.yesNo('Another person?'))
}

async function stepOne(context: Context): Promise<void> {
  const facts = await (await context.ledger()).facts()
  const autoSync = facts.find(({ name }) => name === 'auto-sync')
  if (autoSync?.value === 'off')
    await context.note(`Step 1 is done: automatic sync is off (attested by ${autoSync.attestedBy}).`)
  else await attestStepOne(context)
}

async function stepTwo(context: Context): Promise<void> {
  const { directory } = await context.ledger()
  if ((await directory.lastRead()) !== undefined) return
  await context.note(
    'Step 2: the directory of Salesforce users is empty. Export a Users report as "Details Only", .csv.',
  )
  const prompts = await context.prompts()
  const file = await prompts.text({
    message: 'File with the report',
    problem: (text) =>
      text.trim() === '' ? 'name the file, or stop with Ctrl-C and run: sfsync sf-users refresh' : undefined,
  })
  await runSfUsersImport(
    { file: file.trim(), columns: {}, replace: false, keepGoing: false, dryRun: false },
    context,
  )
}
