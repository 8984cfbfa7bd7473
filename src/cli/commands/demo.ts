import { defineCommand } from '../command.ts'
import { commandText } from '../../core/text.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Context } from '../context.ts'
import { visible } from '../../core/visible-text.ts'
import { given } from '../../core/values.ts'

export interface DemoOptions {
  /** The folder in which the demo's ledger is kept. */
  readonly keep?: string
}

export const demoCommand = defineCommand({
  name: 'demo',
  summary: 'see the four steps on a made-up company',
  description: 'run the four steps on the built-in sample org, with real commands and their real output',
  examples: [
    { command: 'sfsync demo', purpose: 'no account needed, nothing of yours is touched' },
    { command: 'sfsync demo --keep /tmp/sfsync-demo', purpose: 'and play on from there' },
  ],
  declare: (command) => command.option('--keep <dir>', "keep the demo's ledger in this folder, to play with"),
  options: (_words, flags) => given({ keep: flags.keep }),
  run: runDemo,
})

export async function runDemo(options: DemoOptions, context: Context): Promise<void> {
  const { dependencies } = context
  const folder = options.keep ?? (await dependencies.temporaryFolder())
  const store = `${folder.replace(/\/$/, '')}/ledger.sqlite`
  if ((await dependencies.describeFile(store)) !== undefined)
    throw new SfsyncError('conflict', `${folder} holds a ledger already`, {
      actions: ['name an empty folder, or one that does not exist yet'],
    })
  try {
    for (const { title, commands } of demoSteps) {
      await context.stdout.write(`\n${context.stdout.paint.bold(title)}\n`)
      for (const words of commands) {
        dependencies.interrupted.throwIfAborted()
        await show(context, words, store)
      }
    }
  } finally {
    if (options.keep === undefined) await dependencies.removeFolder(folder)
  }
  await context.stdout.write(
    '\nThat was all of it. Your own people:  sfsync sf-users import <report.csv>  then  sfsync guide\n',
  )
  if (options.keep === undefined) return
  await context.note(`the demo's ledger is kept in ${store}`)
  await context.suggest(commandText('--profile', 'demo', '--store', store, 'status'))
}

async function show(context: Context, words: readonly string[], store: string): Promise<void> {
  const { paint } = context.stdout
  await context.stdout.write(`\n${paint.cyan(`$ ${commandText(...words)}`)}\n`)
  const { stdout, stderr, exitCode } = await context.dependencies.runSelf(words, {
    SFSYNC_PROFILE: 'demo',
    SFSYNC_STORE: store,
    SFSYNC_ACTOR: 'you',
    SFSYNC_FORMAT: 'table',
    SFSYNC_COLOR: 'never',
    SFSYNC_INPUT: 'false',
  })
  const text = stdout + stderr
  await context.stdout.write(
    text === ''
      ? ''
      : `${text
          .trimEnd()
          .split('\n')
          .map((line) => visible(line))
          .join('\n')}\n`,
  )
  if (exitCode !== 0) await context.stdout.write(`${paint.dim(`(exit code ${exitCode})`)}\n`)
}

/** One step of the demo: a title and the commands that it shows, without the leading `sfsync`. */
export interface DemoStep {
  readonly title: string
  readonly commands: readonly (readonly string[])[]
}

const ada = 'ada.lovelace@acme.example'
const grace = 'grace.hopper@acme.example'

/** The four steps on the sample org, with one thing going wrong and one taken back. */
export const demoSteps: readonly DemoStep[] = [
  {
    title: 'Step 1: automatic sync is off, and somebody has looked',
    commands: [
      ['settings', 'check'],
      ['settings', 'set', 'auto-sync', 'off'],
      ['settings', 'set', 'integration-initialised', 'yes'],
    ],
  },
  {
    title: 'Step 2: find the Salesforce User IDs',
    commands: [
      ['sf-users', 'list', '--search', 'a', '--limit', '6'],
      ['sf-users', 'find', 'kim', 'larsen'],
      ['sf-users', 'find', 'hopper', '--format', 'ids'],
    ],
  },
  {
    title: 'Step 3: the SalesScreen user exists and is on a team',
    commands: [
      ['create-user', '--from-sf', `${ada}.prod`, '--team', 'Sales North', '--create-team', '--dry-run'],
      ['create-user', '--from-sf', `${ada}.prod`, '--team', 'Sales North', '--create-team'],
      ['create-user', '--from-sf', `${grace}.prod`],
      ['assign-team', grace, 'sales nort'],
      ['assign-team', grace, 'Sales North'],
    ],
  },
  {
    title: 'Step 4: map the two',
    commands: [
      ['map', ada, `${ada}.prod`],
      ['map', grace, `${ada}.prod`],
      ['map', grace, `${grace}.prod`],
    ],
  },
  {
    title: 'Who shows up, who does not, and what to type next',
    commands: [
      ['status', '--limit', '8'],
      ['history', '--limit', '3'],
      ['undo', '7', '--reason', 'that was the other Grace'],
    ],
  },
]
