import { Command, type CommandUnknownOpts, Help } from '@commander-js/extra-typings'
import { type CommandDefinition, type CommandRunner, withExamples } from './command.ts'
import { formatHelp } from './help.ts'

/** What help and `--version` need to know of the surroundings. */
export interface ProgramSurroundings {
  readonly version: string
  /** Columns of the terminal. */
  readonly width: number
  /** Takes the text that commander prints: help, and the version. */
  print(text: string): void
}

interface CommandEntry {
  readonly name: string
  /** Loaded only when the command is typed: each has costly imports of its own. */
  load(): Promise<CommandDefinition>
}

/** Every command of sfsync, grouped as help shows them; the only list of their names. */
const sections: readonly (readonly [title: string, commands: readonly CommandEntry[]])[] = [
  [
    'start here',
    [
      entry('demo', async () => (await import('./commands/demo.ts')).demoCommand),
      entry('guide', async () => (await import('./commands/guide.ts')).guideCommand),
      entry('status', async () => (await import('./commands/status.ts')).statusCommand),
    ],
  ],
  [
    'the four steps',
    [
      entry('settings', async () => (await import('./commands/settings/settings.ts')).settingsCommand),
      entry('sf-users', async () => (await import('./commands/sf-users/sf-users.ts')).sfUsersCommands),
      entry('create-user', async () => (await import('./commands/create-user.ts')).createUserCommand),
      entry('assign-team', async () => (await import('./commands/assign-team.ts')).assignTeamCommand),
      entry('map', async () => (await import('./commands/map.ts')).mapCommand),
      entry('unmap', async () => (await import('./commands/mappings.ts')).unmapCommand),
    ],
  ],
  [
    'many at once',
    [
      entry('import', async () => (await import('./commands/import.ts')).importCommand),
      entry('export', async () => (await import('./commands/export.ts')).exportCommand),
      entry('plan', async () => (await import('./commands/plan.ts')).planCommand),
      entry('apply', async () => (await import('./commands/apply.ts')).applyCommand),
      entry('try', async () => (await import('./commands/try.ts')).tryCommand),
    ],
  ],
  [
    'find who is who',
    [
      entry('suggest', async () => (await import('./commands/suggest.ts')).suggestCommand),
      entry('review', async () => (await import('./commands/review.ts')).reviewCommand),
      entry('reject', async () => (await import('./commands/decisions.ts')).rejectCommand),
      entry('decisions', async () => (await import('./commands/decisions.ts')).decisionsCommands),
    ],
  ],
  [
    'look',
    [
      entry('explain', async () => (await import('./commands/explain.ts')).explainCommand),
      entry('check', async () => (await import('./commands/check.ts')).checkCommand),
      entry('users', async () => (await import('./commands/users.ts')).usersCommands),
      entry('teams', async () => (await import('./commands/teams.ts')).teamsCommands),
      entry('mappings', async () => (await import('./commands/mappings.ts')).mappingsCommands),
    ],
  ],
  [
    'change history',
    [
      entry('history', async () => (await import('./commands/history.ts')).historyCommand),
      entry('show', async () => (await import('./commands/show.ts')).showCommand),
      entry('blame', async () => (await import('./commands/blame.ts')).blameCommand),
      entry('undo', async () => (await import('./commands/undo.ts')).undoCommand),
      entry('dump', async () => (await import('./commands/dump.ts')).dumpCommand),
      entry('load', async () => (await import('./commands/load.ts')).loadCommand),
      entry('backup', async () => (await import('./commands/backup.ts')).backupCommand),
    ],
  ],
  [
    'Salesforce sign-in',
    [
      entry('login', async () => (await import('./commands/login.ts')).loginCommand),
      entry('logout', async () => (await import('./commands/logout.ts')).logoutCommand),
      entry('whoami', async () => (await import('./commands/whoami.ts')).whoAmICommand),
    ],
  ],
  [
    'set up',
    [
      entry('doctor', async () => (await import('./commands/doctor.ts')).doctorCommand),
      entry('completion', async () => (await import('./commands/completion.ts')).completionCommand),
      entry('help', async () => (await import('./commands/help.ts')).helpCommand),
    ],
  ],
]

// Completion scripts ask it; no help shows it.
const completeEntry = entry(
  'complete',
  async () => (await import('./commands/completion.ts')).completeCommand,
)

function entry(name: string, load: CommandEntry['load']): CommandEntry {
  return { name, load }
}

/** The program with its commands; where the words typed name a command, with that one only, which starts faster. */
export async function buildProgram(
  runner: CommandRunner,
  surroundings: ProgramSurroundings,
  words: readonly string[] = [],
): Promise<CommandUnknownOpts> {
  const program = withGlobalFlags(new Command('sfsync'), surroundings.version)
  const all = sections.flatMap(([title, commands]) => commands.map((command) => ({ title, command })))
  const first = commandTyped(program, words)
  // Help may be about any of them.
  const named = first === 'help' ? [] : all.filter(({ command }) => command.name === first)
  const loaded = (named.length > 0 ? named : all).map(async ({ title, command }) =>
    (await command.load()).build(runner).helpGroup(title),
  )
  for (const command of await Promise.all(loaded)) program.addCommand(command)
  if (named.length === 0) program.addCommand((await completeEntry.load()).build(runner), { hidden: true })
  for (const command of everyCommand(program)) settle(command, surroundings)
  return program
}

// The first word that is neither a flag nor the value of one.
function commandTyped({ options }: CommandUnknownOpts, words: readonly string[]): string | undefined {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (!word.startsWith('-')) return word
    if (options.some(({ long, required }) => long === word && required)) at += 1
  }
  return undefined
}

function withGlobalFlags(program: Command, version: string): CommandUnknownOpts {
  program
    .description('map Salesforce users to SalesScreen, manually and reversibly')
    .usage('<command> [flags]')
    .version(version, '-V, --version', 'print the version')
    .option('--profile <name>', 'the profile: its own ledger and org ("demo" needs no account)')
    .option('--store <file>', 'the ledger file')
    .option('--format <format>', 'table, json, ndjson, csv, tsv or ids')
    .option('--json', 'short for --format json')
    .option('--color <when>', 'auto, always or never')
    .option('--no-input', 'never prompt')
    .option('-q, --quiet', 'leave out counts and hints')
    .option('--verbose', 'verbose output')
    .option('--debug', 'print stack traces')
  return withExamples(program, [
    { command: 'sfsync demo', purpose: 'see the four steps' },
    { command: 'sfsync guide', purpose: 'walk through them, prompt by prompt' },
  ])
}

/** A command and all below it. */
export function everyCommand(command: CommandUnknownOpts): CommandUnknownOpts[] {
  return [command, ...command.commands.flatMap((each) => everyCommand(each))]
}

const reached = new WeakMap<Error, CommandUnknownOpts>()

/** The command whose command line commander refused. */
export function commandAt(error: Error): CommandUnknownOpts | undefined {
  return reached.get(error)
}

// Commander copies these to subcommands only when it makes them itself.
function settle(command: CommandUnknownOpts, { width, print }: ProgramSurroundings): void {
  const original = Help.prototype.formatHelp
  command
    .exitOverride((error) => {
      reached.set(error, command)
      throw error
    })
    .showSuggestionAfterError()
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .configureHelp({
      helpWidth: Math.min(width, 100),
      showGlobalOptions: true,
      formatHelp(each, helper) {
        return formatHelp(each, helper, original)
      },
    })
    .configureOutput({
      writeOut: print,
      // The help of a group that was typed alone, which commander takes for a failure.
      writeErr: print,
      // Errors are reported once, in run.ts.
      outputError: () => undefined,
    })
}
