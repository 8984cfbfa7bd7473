import { commandLine, withOptions } from '../../core/hint.ts'
import { SfsyncError } from '../../core/errors.ts'
import { commandStart, type Context } from '../context.ts'
import { defineCommand } from '../command.ts'
import { visibleLines } from '../../core/visible-text.ts'
import { given } from '../../core/values.ts'
import { shellWord } from '../../core/shell-word.ts'

export interface DemoOptions {
  /** The folder that keeps the ledger of the demo. */
  readonly keep?: string
}

export const demoCommand = defineCommand({
  name: 'demo',
  description: 'run the four steps on the built-in sample org, with real commands and their real output',
  examples: [
    { command: 'sfsync demo', purpose: 'no account needed; your own data is not touched' },
    { command: 'sfsync demo --keep /tmp/sfsync-demo', purpose: 'keep the ledger and go on from there' },
  ],
  declare: (command) =>
    command.option('--keep <dir>', 'keep the ledger of the demo in this folder, to try more commands'),
  options: (_words, flags) => given({ keep: flags.keep }),
  run: runDemo,
})

export async function runDemo(options: DemoOptions, context: Context): Promise<void> {
  const { dependencies, configuration } = context
  const { value, origin } = configuration.settings.format
  if (value !== 'table' && origin.from === 'flag')
    throw new SfsyncError('usage', `sfsync demo is a text to read; it cannot be printed as ${value}`, {
      actions: [commandLine('demo')],
    })
  const folder = options.keep ?? (await dependencies.temporaryFolder())
  const store = `${folder.replace(/\/$/, '')}/ledger.sqlite`
  if ((await dependencies.describeFile(store)) !== undefined)
    throw new SfsyncError('conflict', `${folder} already contains a ledger`, {
      actions: ['choose an empty folder, or one that does not exist yet'],
    })
  try {
    for (const { title, commands } of demoSteps) {
      await context.stdout.write(`\n${context.stdout.paint.bold(title)}\n`)
      for (const words of commands) {
        throwIfStopped(dependencies.interrupted)
        await show(context, words, store)
      }
    }
  } finally {
    if (options.keep === undefined) await dependencies.removeFolder(folder)
  }
  const guide = context.typed(commandLine('guide'))
  await context.stdout.write(`\nEnd of the demo. To start with your own users: ${guide}\n`)
  if (options.keep === undefined) return
  await context.note(`the ledger of the demo is kept in ${store}`)
  await context.suggest({
    text: 'the others who may be the same person',
    command: withOptions(commandLine('review'), { profile: 'demo', store }),
  })
  await context.suggest(withOptions(commandLine('status'), { profile: 'demo', store }))
}

// The demo changes its own ledger alone.
function throwIfStopped({ aborted, reason }: AbortSignal): void {
  if (aborted)
    throw new SfsyncError('interrupted', 'interrupted; your own ledger was not changed', { cause: reason })
}

async function show(context: Context, words: DemoCommand, store: string): Promise<void> {
  const { paint, isTerminal, width } = context.stdout
  const start = commandStart({}, context.dependencies.environment)
  await context.stdout.write(
    `\n${paint.cyan(`$ ${[start, ...words.map((word) => shellWord(word))].join(' ')}`)}\n`,
  )
  const { stdout, stderr, exitCode } = await context.dependencies.runSelf(words, {
    SFSYNC_PROFILE: 'demo',
    SFSYNC_STORE: store,
    SFSYNC_ACTOR: 'you',
    SFSYNC_FORMAT: 'table',
    SFSYNC_COLOR: 'never',
    SFSYNC_INPUT: 'false',
    SFSYNC_PAGER: '',
    SFSYNC_FORCE_TTY: String(isTerminal ? width : 100),
  })
  await context.stdout.write(visibleLines(stdout + stderr))
  if (exitCode !== 0) await context.stdout.write(`${paint.dim(`(exit code ${exitCode})`)}\n`)
}

/** The words of a command after `sfsync`. */
type DemoCommand = readonly [string, ...string[]]

interface DemoStep {
  readonly title: string
  readonly commands: readonly DemoCommand[]
}

const ada = 'ada.lovelace@acme.example'
const grace = 'grace.hopper@acme.example'

function named(firstName: string, lastName: string, login: string): string[] {
  return [
    '--first-name',
    firstName,
    '--last-name',
    lastName,
    '--email',
    `${login}@acme.example`,
    '--team',
    'Sales North',
  ]
}

// With mistakes on purpose: a mistyped team, and an ID that is taken.
const demoSteps: readonly DemoStep[] = [
  {
    title: 'Step 1: look in SalesScreen, and confirm that automatic sync is off',
    commands: [
      ['settings', 'set', 'auto-sync', 'off'],
      ['settings', 'set', 'integration-initialized', 'yes'],
      ['settings', 'check'],
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
    title: 'Step 3: create the SalesScreen users and assign them to a team',
    commands: [
      ['create-user', '--from-sf', `${ada}.prod`, '--team', 'Sales North', '--create-team', '--dry-run'],
      ['create-user', '--from-sf', `${ada}.prod`, '--team', 'Sales North', '--create-team'],
      ['create-user', '--from-sf', `${grace}.prod`],
      ['assign-team', grace, 'sales nort'],
      ['assign-team', grace, 'Sales North'],
    ],
  },
  {
    title: 'Step 4: map each user to a Salesforce User ID',
    commands: [
      ['map', ada, `${ada}.prod`],
      ['map', grace, `${ada}.prod`],
      ['map', grace, `${grace}.prod`],
    ],
  },
  {
    title: 'Then enter it in SalesScreen, and tell sfsync what is done',
    commands: [['todo'], ['todo', 'done', ada, grace]],
  },
  {
    title: 'A colleague who joins: all of it in one command',
    commands: [['add', 'Hedy Lamarr', '--team', 'Sales North']],
  },
  {
    title: 'Many at once: who in SalesScreen is who in Salesforce?',
    commands: [
      ['create-user', ...named('Katherine', 'Johnson', 'katherine.johnson')],
      ['create-user', ...named('Maggie', 'Hamilton', 'maggie')],
      ['create-user', ...named('Kim', 'Larsen', 'kim')],
      ['create-user', ...named('Zoe', 'Nunez', 'zoe')],
      ['suggest'],
      ['suggest', '--accept', 'class=sure'],
    ],
  },
  {
    title: 'Every month: who joined, left and changed, what waits to be entered, and licenses',
    commands: [['guide', '--monthly']],
  },
  {
    title: 'Afterward: see who shows up, read the history, undo a change',
    commands: [
      ['status', '--limit', '5'],
      ['history', '--limit', '3'],
      ['undo', '14', '--reason', 'Katherine starts next month'],
    ],
  },
]
