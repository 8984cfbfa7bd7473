import { Command, type CommandUnknownOpts, Help } from '@commander-js/extra-typings'
import { type CommandDefinition, type CommandRunner, withExamples } from './command.ts'
import { formatHelp } from './help.ts'

/** What help and `--version` need to know of the surroundings. */
interface ProgramSurroundings {
  readonly version: string
  /** Columns of the terminal. */
  readonly width: number
  /** Takes the text that commander prints: help, and the version. */
  print(text: string): void
}

interface CommandEntry {
  readonly name: string
  /** What the list of commands says of it. */
  readonly summary: string
  /** Loaded only when the command is typed: each has costly imports of its own. */
  load(): Promise<CommandDefinition>
}

/** Every command of sfsync, grouped as help shows them; the only list of their names. */
const sections: readonly (readonly [title: string, commands: readonly CommandEntry[]])[] = [
  [
    'start here',
    [
      entry(
        'demo',
        'see the four steps on a made-up company',
        async () => (await import('./commands/demo.ts')).demoCommand,
      ),
      entry(
        'guide',
        'walk through the four steps with prompts',
        async () => (await import('./commands/guide.ts')).guideCommand,
      ),
      entry(
        'add',
        'create, place and map one colleague',
        async () => (await import('./commands/add.ts')).addCommand,
      ),
      entry(
        'status',
        'list who shows up, who does not, and what to do',
        async () => (await import('./commands/status.ts')).statusCommand,
      ),
    ],
  ],
  [
    'the four steps',
    [
      entry(
        'settings',
        'step 1: confirm that auto-sync is off',
        async () => (await import('./commands/settings/settings.ts')).settingsCommand,
      ),
      entry(
        'sf-users',
        'step 2: find Salesforce User IDs',
        async () => (await import('./commands/sf-users/sf-users.ts')).sfUsersCommands,
      ),
      entry(
        'create-user',
        'step 3: create a SalesScreen user',
        async () => (await import('./commands/create-user.ts')).createUserCommand,
      ),
      entry(
        'assign-team',
        'step 3: put SalesScreen users on a team',
        async () => (await import('./commands/assign-team.ts')).assignTeamCommand,
      ),
      entry(
        'map',
        'step 4: map a user to a Salesforce user',
        async () => (await import('./commands/map.ts')).mapCommand,
      ),
      entry(
        'unmap',
        'remove the mapping of a user',
        async () => (await import('./commands/mappings.ts')).unmapCommand,
      ),
      entry(
        'todo',
        'list what is still to be entered in SalesScreen',
        async () => (await import('./commands/todo/todo.ts')).todoCommand,
      ),
    ],
  ],
  [
    'many at once',
    [
      entry(
        'import',
        'create, place and map users from a file',
        async () => (await import('./commands/import.ts')).importCommand,
      ),
      entry(
        'export',
        'write a spreadsheet for deciding matches',
        async () => (await import('./commands/export.ts')).exportCommand,
      ),
      entry(
        'plan',
        'preview what a file would change, and save it',
        async () => (await import('./commands/plan.ts')).planCommand,
      ),
      entry('apply', 'apply a saved plan', async () => (await import('./commands/apply.ts')).applyCommand),
      entry(
        'try',
        'run a script on a copy of the ledger',
        async () => (await import('./commands/try.ts')).tryCommand,
      ),
    ],
  ],
  [
    'find who is who',
    [
      entry(
        'suggest',
        'suggest matches for unmapped users',
        async () => (await import('./commands/suggest.ts')).suggestCommand,
      ),
      entry(
        'review',
        'review unmapped users one by one',
        async () => (await import('./commands/review.ts')).reviewCommand,
      ),
      entry(
        'reject',
        'record that two are not the same person',
        async () => (await import('./commands/decisions.ts')).rejectCommand,
      ),
      entry(
        'decisions',
        'list and remove decisions',
        async () => (await import('./commands/decisions.ts')).decisionsCommands,
      ),
    ],
  ],
  [
    'look',
    [
      entry(
        'explain',
        'explain why one person does or does not show up',
        async () => (await import('./commands/explain.ts')).explainCommand,
      ),
      entry(
        'check',
        'report what changed since users were mapped',
        async () => (await import('./commands/check.ts')).checkCommand,
      ),
      entry(
        'report',
        'write a page with figures and charts',
        async () => (await import('./commands/report.ts')).reportCommand,
      ),
      entry(
        'users',
        'list and change SalesScreen users',
        async () => (await import('./commands/users.ts')).usersCommands,
      ),
      entry(
        'teams',
        'list and change teams',
        async () => (await import('./commands/teams.ts')).teamsCommands,
      ),
      entry(
        'mappings',
        'list mappings',
        async () => (await import('./commands/mappings.ts')).mappingsCommands,
      ),
    ],
  ],
  [
    'change history',
    [
      entry(
        'history',
        'list changes, newest first',
        async () => (await import('./commands/history.ts')).historyCommand,
      ),
      entry('show', 'show one change set', async () => (await import('./commands/show.ts')).showCommand),
      entry(
        'blame',
        'show who last changed each field of a user',
        async () => (await import('./commands/blame.ts')).blameCommand,
      ),
      entry('undo', 'undo change sets', async () => (await import('./commands/undo.ts')).undoCommand),
      entry(
        'dump',
        'export the ledger as sorted NDJSON',
        async () => (await import('./commands/dump.ts')).dumpCommand,
      ),
      entry(
        'load',
        'make the ledger match a dump',
        async () => (await import('./commands/load.ts')).loadCommand,
      ),
      entry(
        'backup',
        'back up the ledger, even while others write',
        async () => (await import('./commands/backup.ts')).backupCommand,
      ),
      entry(
        'restore',
        'put a backup in place of the ledger',
        async () => (await import('./commands/restore.ts')).restoreCommand,
      ),
    ],
  ],
  [
    'Salesforce sign-in',
    [
      entry('login', 'sign in to Salesforce', async () => (await import('./commands/login.ts')).loginCommand),
      entry(
        'logout',
        'sign out of Salesforce',
        async () => (await import('./commands/logout.ts')).logoutCommand,
      ),
      entry(
        'whoami',
        'show who is signed in, and to which org',
        async () => (await import('./commands/whoami.ts')).whoAmICommand,
      ),
    ],
  ],
  [
    'set up',
    [
      entry(
        'doctor',
        'check the setup and the connection',
        async () => (await import('./commands/doctor.ts')).doctorCommand,
      ),
      entry(
        'completion',
        'print a shell completion script',
        async () => (await import('./commands/completion.ts')).completionCommand,
      ),
      entry(
        'help',
        'show help for a command or a topic',
        async () => (await import('./commands/help.ts')).helpCommand,
      ),
    ],
  ],
]

function entry(name: string, summary: string, load: CommandEntry['load']): CommandEntry {
  return { name, summary, load }
}

/**
 * The program with its commands. Of the words typed, those that name a command say what is loaded, which starts faster:
 * that one alone, or with summaries of the others where help may show them.
 */
export async function buildProgram(
  runner: CommandRunner,
  surroundings: ProgramSurroundings,
  words?: readonly string[],
): Promise<CommandUnknownOpts> {
  const program = withGlobalFlags(new Command('sfsync'), surroundings.version)
  const all = sections.flatMap(([title, entries]) => entries.map((each) => ({ ...each, title })))
  const typed = words === undefined ? undefined : commandsTyped(program, words)
  const alone = all.filter(({ name }) => name !== 'help' && name === typed?.[0])
  const built = (alone.length > 0 ? alone : all).map(async ({ name, summary, title, load }) => {
    const isLoaded = typed === undefined || typed.includes(name)
    const command = isLoaded ? (await load()).build(runner, summary) : summaryOf(name, summary)
    return command.helpGroup(title)
  })
  for (const command of await Promise.all(built)) program.addCommand(command)
  if (typed === undefined) {
    const { completeCommand } = await import('./commands/completion.ts')
    program.addCommand(completeCommand.build(runner), { hidden: true })
  }
  for (const command of everyCommand(program)) settle(command, surroundings)
  return program
}

// Enough for the list of commands, and to tell a command from a typing error.
function summaryOf(name: string, summary: string): CommandUnknownOpts {
  return new Command(name).summary(summary).action(() => {
    throw new Error(`${name} was not loaded`)
  })
}

// Undefined where all are needed; `help map` needs both.
function commandsTyped(program: CommandUnknownOpts, words: readonly string[]): readonly string[] | undefined {
  const [first, at] = nextWord(program, words)
  // Completion scripts ask it; no help shows it.
  if (first === 'complete') return undefined
  return first === 'help' ? [first, nextWord(program, words, at + 1)[0]] : [first]
}

// The first word from here that is neither a flag nor the value of one, and its place.
function nextWord(
  { options }: CommandUnknownOpts,
  words: readonly string[],
  from = 0,
): readonly [word: string, at: number] {
  for (let at = from; at < words.length; at += 1) {
    const word = words[at] ?? ''
    if (!word.startsWith('-')) return [word, at]
    if (options.some(({ long, required }) => long === word && required)) at += 1
  }
  return ['', words.length]
}

function withGlobalFlags(program: Command, version: string): CommandUnknownOpts {
  program
    .description('map Salesforce users to SalesScreen, manually and reversibly')
    .usage('<command> [flags]')
    .version(version, '-V, --version', 'print the version')
    .option('--profile <name>', 'the profile: its own ledger and org ("demo" needs no account)')
    .option('--store <file>', 'the ledger: a file, or its address on a PostgreSQL server')
    .option('--format <format>', 'table, markdown, json, ndjson, csv, tsv, xlsx or ids')
    .option(
      '--output <file>',
      'write the result to a new file, in the format that its name ends in (.xlsx, .csv, .json, ...)',
    )
    .option('--json', 'short for --format json')
    .option('--color <when>', 'auto, always or never')
    .option('--no-input', 'never prompt')
    .option('-y, --yes', 'answer confirmations with yes; never which person or team is meant')
    .option('-q, --quiet', 'leave out counts and hints')
    .option('--no-pager', 'print long output without a pager')
    .option('--all-problems', 'list every problem and warning one by one')
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
