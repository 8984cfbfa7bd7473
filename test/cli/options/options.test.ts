import { CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings'
import { describe, expect, test } from 'vitest'
import type { CommandRunner } from '../../../src/cli/command.ts'
import { buildProgram, everyCommand } from '../../../src/cli/program.ts'
import { SfsyncError } from '../../../src/core/errors.ts'
import { programToRead, typedName } from '../../../.ci/reference.ts'
import { rows } from './table.ts'

/** What one command line came to. */
interface Parsed {
  readonly options: unknown
  readonly globals: unknown
  readonly printed: string
  /** The command that ran and the flags that were typed, as `sfsync map --replace`. */
  readonly covered: readonly string[]
}

async function parse(words: readonly string[]): Promise<Parsed> {
  let options: unknown
  let ran: CommandUnknownOpts | undefined
  let printed = ''
  const handle: CommandRunner = async (_run, given) => {
    options = given
  }
  const program = await buildProgram(handle, {
    version: '1.2.3',
    width: 80,
    print: (text) => {
      printed += text
    },
  })
  program.hook('preAction', (_program, command) => {
    ran = command
  })
  try {
    await program.parseAsync([...words], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error
  }
  const typed = everyCommand(program).flatMap((command) =>
    command.options
      .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
      .map((option) => `${typedName(command)} ${option.long ?? ''}`),
  )
  return {
    options,
    globals: program.opts(),
    printed,
    covered: [...typed, ...(ran === undefined ? [] : [typedName(ran)])],
  }
}

describe('a command line becomes the whole options object of its command', () => {
  test.for(rows)('sfsync $typed', async ({ words, options, globals = {} }) => {
    const parsed = await parse(words)
    // The program itself is among the options of `help` and `complete`, which is no value to compare.
    expect(withoutProgram(parsed.options)).toStrictEqual(options)
    expect(parsed.globals).toStrictEqual({ input: true, pager: true, ...globals })
  })

  test('every command and every flag has a row', async () => {
    const parsed = await Promise.all(rows.map(async ({ words }) => await parse(words)))
    const covered = new Set(parsed.flatMap((each) => each.covered))
    const wanted = everyCommand(await programToRead()).flatMap((command) => [
      // A command that only holds others has nothing to run.
      ...(command.commands.length > 0 && command.registeredArguments.length === 0
        ? []
        : [typedName(command)]),
      ...command.options
        .filter(({ long }) => long !== '--version')
        .map(({ long }) => `${typedName(command)} ${long ?? ''}`),
    ])
    expect(wanted.filter((each) => !covered.has(each))).toEqual([])
  })
})

describe('--version and --help run no command', () => {
  test.for(['--version', '-V'])('%s prints the version', async (flag) => {
    expect(await parse([flag])).toMatchObject({ options: undefined, printed: '1.2.3\n' })
  })

  test.for(['--help', '-h'])(
    'map %s prints description, usage, arguments, options and examples, in this order',
    async (flag) => {
      const { options, printed } = await parse(['map', flag])
      expect(options).toBeUndefined()
      expect(printed.match(/^(?:[A-Z].*\.|[A-Z]\w+(?: Options)?:)/gm)).toEqual([
        'Step 4: map a SalesScreen user to a Salesforce user.',
        'Usage:',
        'Arguments:',
        'Options:',
        'Global Options:',
        'Examples:',
      ])
    },
  )
})

const bothMapped = '--mapped and --unmapped cannot be combined; omit both to list all users'
const states = 'use one of: active, pending, deactivated, spectating, supporter'
const orders =
  'use one of: name, email, username, profile, role, department, type, lastLoginAt; prefix "-" to reverse the order'

describe('what cannot be an option is refused before anything is read', () => {
  test.for<readonly [string, string, ...string[]]>([
    ['plan x.csv --prune', '--prune needs a roster'],
    ['plan x.csv --seats many', '--seats is the number of licenses, not "many"'],
    [
      'plan x.csv --as nonsense',
      '--as is one of map, unmap, create-user, assign-team, import, roster, not "nonsense"',
    ],
    ['map --keep-going', '--keep-going needs --file'],
    ['unmap --failed x.csv', '--failed needs --file'],
    ['assign-team ada Sales --allow-mismatch', '--allow-mismatch needs --file'],
    ['map --file a.csv --failed b.csv', '--failed needs --keep-going'],
    [
      'map ada --file a.csv',
      '--file cannot be combined with other arguments',
      'use either the file or the arguments',
    ],
    ['map ada x --allow-removals many', '--allow-removals is the number of users, not "many"'],
    ['check --fix --columns kind', '--fix cannot be combined with --columns'],
    ['status ada --chart', '--chart cannot be combined with users'],
    ['status --missing --chart', '--chart cannot be combined with --missing'],
    ['history --chart --person ada', '--chart cannot be combined with --person'],
    ['check --notify=', '--notify needs a command'],
    ['check --pending-days few', '--pending-days must be a whole number above 0, not "few"'],
    [
      'map ada x --renew --replace',
      '--renew confirms one existing mapping; it cannot be combined with --file or other confirmations',
    ],
    [
      'map --file x.csv --renew',
      '--renew confirms one existing mapping; it cannot be combined with --file or other confirmations',
    ],
    ['history --as-script --columns at', '--as-script cannot be combined with --columns'],
    ['teams list --limit 0', '--limit expects a whole number above 0, not "0"'],
    ['teams list --limit -1', '--limit expects a whole number above 0, not "-1"'],
    ['teams list --limit 1.5', '--limit expects a whole number above 0, not "1.5"'],
    ['users list --state asleep', 'unknown user state "asleep"', states],
    ['users edit ada --state asleep', 'unknown user state "asleep"', states],
    ['users list --mapped --unmapped', bothMapped],
    ['sf-users list --mapped --unmapped', bothMapped],
    ['sf-users list --sort shoesize', 'cannot sort by "shoesize"', orders],
  ])('sfsync %s', async ([typed, message, ...actions]) => {
    await expect(parse(typed.split(' '))).rejects.toThrow(new SfsyncError('usage', message, { actions }))
  })

  test.for<readonly [string, string, string]>([
    [
      'sf-users list --inactive --all',
      "error: option '--inactive' cannot be used with option '--all'",
      'commander.conflictingOption',
    ],
    ['map --nonsense', "error: unknown option '--nonsense'", 'commander.unknownOption'],
    ['mpa', "error: unknown command 'mpa'\n(Did you mean map?)", 'commander.unknownCommand'],
    [
      'unmap ada grace',
      "error: too many arguments for 'unmap'. Expected 1 argument but got 2: ada, grace.",
      'commander.excessArguments',
    ],
    ['map --reason', "error: option '--reason <text>' argument missing", 'commander.optionMissingArgument'],
  ])('sfsync %s', async ([typed, message, code]) => {
    await expect(parse(typed.split(' '))).rejects.toThrow(new CommanderError(1, code, message))
  })
})

function withoutProgram(options: unknown): unknown {
  if (typeof options !== 'object' || options === null || !('program' in options)) return options
  const { program: _program, ...others } = options
  return others
}
