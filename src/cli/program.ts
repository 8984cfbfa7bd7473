import { Command, Help } from 'commander'
import { applyCommand } from './commands/apply.ts'
import { assignTeamCommand } from './commands/assign-team.ts'
import { backupCommand } from './commands/backup.ts'
import { blameCommand } from './commands/blame.ts'
import { checkCommand } from './commands/check.ts'
import { completeCommand, completionCommand } from './commands/completion.ts'
import { createUserCommand } from './commands/create-user.ts'
import { decisionsListCommand, decisionsRemoveCommand, rejectCommand } from './commands/decisions.ts'
import { demoCommand } from './commands/demo.ts'
import { doctorCommand } from './commands/doctor.ts'
import { dumpCommand } from './commands/dump.ts'
import { explainCommand } from './commands/explain.ts'
import { exportCommand } from './commands/export.ts'
import { importCommand } from './commands/import.ts'
import { guideCommand } from './commands/guide.ts'
import { historyCommand } from './commands/history.ts'
import { loadCommand } from './commands/load.ts'
import { loginCommand } from './commands/login.ts'
import { logoutCommand } from './commands/logout.ts'
import { mapCommand } from './commands/map.ts'
import { mappingsListCommand, unmapCommand } from './commands/mappings.ts'
import { planCommand } from './commands/plan.ts'
import { settingsCommand } from './commands/settings/settings.ts'
import {
  sfUsersFindCommand,
  sfUsersFrozenCommand,
  sfUsersListCommand,
  sfUsersShowCommand,
} from './commands/sf-users/list.ts'
import { sfUsersImportCommand } from './commands/sf-users/import.ts'
import { sfUsersLogCommand } from './commands/sf-users/log.ts'
import { sfUsersRefreshCommand } from './commands/sf-users/refresh.ts'
import { showCommand } from './commands/show.ts'
import { statusCommand } from './commands/status.ts'
import {
  teamsCreateCommand,
  teamsDeleteCommand,
  teamsKeyCommand,
  teamsListCommand,
  teamsRenameCommand,
} from './commands/teams.ts'
import { reviewCommand } from './commands/review.ts'
import { suggestCommand } from './commands/suggest.ts'
import { tryCommand } from './commands/try.ts'
import { undoCommand } from './commands/undo.ts'
import {
  usersDeactivateCommand,
  usersEditCommand,
  usersListCommand,
  usersReactivateCommand,
  usersShowCommand,
} from './commands/users.ts'
import { whoAmICommand } from './commands/whoami.ts'
import { formatHelp, type CommandRunner, withExamples } from './command.ts'

/** What help and `--version` need to know of the surroundings. */
export interface ProgramSurroundings {
  readonly version: string
  readonly stdout: { readonly width: number; write(text: string): Promise<void> }
}

/**
 * Every command and flag of sfsync; what a command does is up to `handle`.
 * With `first`, the first word typed: when it names a command, only that one is built, which halves the time this takes.
 */
export function buildProgram(
  handle: CommandRunner,
  surroundings: ProgramSurroundings,
  first?: string,
): Command {
  const program = withGlobalFlags(new Command('sfsync'), surroundings.version)
  const named = commands.find(([name]) => name === first)
  for (const [, build] of named === undefined ? commands : [named]) program.addCommand(build(handle))
  if (named === undefined) program.addCommand(completeCommand(handle), { hidden: true })
  for (const command of everyCommand(program)) settle(command, surroundings)
  return program
}

function withGlobalFlags(program: Command, version: string): Command {
  program
    .description('give Salesforce people a place on SalesScreen, by hand and with full control')
    .version(version, '-V, --version', 'print the version')
    .option('--profile <name>', 'the profile: its own ledger and org ("demo" needs no account)')
    .option('--store <file>', 'the file that holds the ledger')
    .option('--format <format>', 'table, json, ndjson, csv, tsv or ids')
    .option('--json', 'short for --format json')
    .option('--color <when>', 'auto, always or never')
    .option('--no-input', 'ask no questions')
    .option('-q, --quiet', 'leave out counts and hints')
    .option('--verbose', 'tell how the work is done')
    .option('--debug', 'show where an error comes from')
  return withExamples(program, [
    { command: 'sfsync demo', purpose: 'see the four steps at work' },
    { command: 'sfsync guide', purpose: 'do them, prompt by prompt' },
    {
      command: 'sfsync status',
      purpose: 'who shows up in SalesScreen, and what to type for those who do not',
    },
  ])
}

const commands: readonly (readonly [name: string, build: (handle: CommandRunner) => Command])[] = [
  ['guide', guideCommand],
  ['login', loginCommand],
  ['logout', logoutCommand],
  ['whoami', whoAmICommand],
  ['settings', settingsCommand],
  ['sf-users', sfUsersCommands],
  ['create-user', createUserCommand],
  ['assign-team', assignTeamCommand],
  ['map', mapCommand],
  ['unmap', unmapCommand],
  ['import', importCommand],
  ['export', exportCommand],
  ['plan', planCommand],
  ['apply', applyCommand],
  ['suggest', suggestCommand],
  ['review', reviewCommand],
  ['reject', rejectCommand],
  ['decisions', decisionsCommands],
  ['status', statusCommand],
  ['explain', explainCommand],
  ['check', checkCommand],
  ['users', usersCommands],
  ['teams', teamsCommands],
  ['mappings', mappingsCommands],
  ['history', historyCommand],
  ['show', showCommand],
  ['blame', blameCommand],
  ['undo', undoCommand],
  ['try', tryCommand],
  ['dump', dumpCommand],
  ['load', loadCommand],
  ['backup', backupCommand],
  ['demo', demoCommand],
  ['doctor', doctorCommand],
  ['completion', completionCommand],
]

function sfUsersCommands(handle: CommandRunner): Command {
  const commandsOfGroup = [
    sfUsersListCommand(handle),
    sfUsersFindCommand(handle),
    sfUsersShowCommand(handle),
    sfUsersFrozenCommand(handle),
    sfUsersImportCommand(handle),
    sfUsersRefreshCommand(handle),
    sfUsersLogCommand(handle),
  ]
  return withExamples(group('sf-users', 'step 2: find Salesforce users and their IDs', commandsOfGroup), [
    { command: 'sfsync sf-users find ada', purpose: 'find a Salesforce User ID' },
  ])
}

function usersCommands(handle: CommandRunner): Command {
  const commandsOfGroup = [
    usersListCommand(handle),
    usersShowCommand(handle),
    usersEditCommand(handle),
    usersDeactivateCommand(handle),
    usersReactivateCommand(handle),
  ]
  return withExamples(group('users', 'look at and change SalesScreen users', commandsOfGroup), [
    { command: 'sfsync users list', purpose: 'everybody in SalesScreen' },
  ])
}

function teamsCommands(handle: CommandRunner): Command {
  const commandsOfGroup = [
    teamsListCommand(handle),
    teamsCreateCommand(handle),
    teamsRenameCommand(handle),
    teamsDeleteCommand(handle),
    teamsKeyCommand(handle),
  ]
  return withExamples(group('teams', 'look at and change teams', commandsOfGroup), [
    { command: 'sfsync teams list', purpose: 'every team' },
  ])
}

function mappingsCommands(handle: CommandRunner): Command {
  return withExamples(group('mappings', 'look at mappings', [mappingsListCommand(handle)]), [
    { command: 'sfsync mappings list', purpose: 'who is mapped to whom' },
  ])
}

function decisionsCommands(handle: CommandRunner): Command {
  const commandsOfGroup = [decisionsListCommand(handle), decisionsRemoveCommand(handle)]
  return withExamples(group('decisions', 'look at and take back what was decided', commandsOfGroup), [
    { command: 'sfsync decisions list', purpose: 'who is never suggested, and why' },
  ])
}

/** A command and all below it. */
export function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap((each) => everyCommand(each))]
}

// Commander copies these to subcommands only when it makes them itself.
function settle(command: Command, { stdout }: ProgramSurroundings): void {
  const original = Help.prototype.formatHelp
  command
    .exitOverride()
    .showSuggestionAfterError()
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .configureHelp({
      helpWidth: Math.min(stdout.width, 100),
      showGlobalOptions: true,
      formatHelp(each, helper) {
        return formatHelp(each, helper, original)
      },
    })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      // The help of a group that was typed alone, which commander takes for a failure.
      writeErr: (text) => void stdout.write(text),
      // Failures are told once, by the one place that catches them.
      outputError: () => undefined,
    })
}

/** A command that only holds others; alone it shows its help. */
export function group(name: string, description: string, members: readonly Command[]): Command {
  const command = new Command(name).description(description)
  for (const each of members) command.addCommand(each)
  return command
}
