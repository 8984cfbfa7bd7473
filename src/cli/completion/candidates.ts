import type { Command, Option } from 'commander'
import { userStates } from '../../core/user.ts'
import { fold } from '../../core/text.ts'
import { directoryOrders } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { formats } from '../output/format.ts'
import { shells } from './scripts.ts'
import { localRows } from '../settings/rows.ts'
import { companyFactNames } from '../../core/company.ts'
import { peopleLike, salesforceUsersLike, teamNames } from './stored.ts'

/** Something that could be typed next. */
export interface Candidate {
  readonly value: string
  readonly description?: string
}

/** What could take the place of the last word, which may be empty. */
export async function candidatesFor(
  program: Command,
  words: readonly string[],
  context: Context,
): Promise<Candidate[]> {
  const current = words.at(-1) ?? ''
  const { command, positionals, pending } = walk(program, words.slice(0, -1))
  const all = await everything(program, command, positionals, pending, current, context)
  return all.filter(
    ({ value, description }) =>
      matches(value, current) ||
      (description !== undefined && current !== '' && fold(description).startsWith(fold(current))),
  )
}

function matches(value: string, current: string): boolean {
  return fold(value).startsWith(fold(unquoted(current)))
}

// Some shells hand over the word as typed, quotes and backslashes included.
function unquoted(word: string): string {
  return word.replace(/^['"]|['"]$/g, '').replace(/\\(.)/g, '$1')
}

interface Position {
  readonly command: Command
  readonly positionals: readonly string[]
  /** The flag that waits for its value. */
  readonly pending: Option | undefined
}

function walk(program: Command, words: readonly string[]): Position {
  let command = program
  let pending: Option | undefined
  const positionals: string[] = []
  for (const word of words) {
    if (pending !== undefined) {
      pending = undefined
      continue
    }
    if (word.startsWith('-')) {
      const option = [...command.options, ...program.options].find(
        (each) => each.long === word || each.short === word,
      )
      pending = option !== undefined && (option.required || option.optional) ? option : undefined
      continue
    }
    const subcommand =
      positionals.length === 0 ? command.commands.find((each) => each.name() === word) : undefined
    if (subcommand === undefined) positionals.push(word)
    else command = subcommand
  }
  return { command, positionals, pending }
}

async function everything(
  program: Command,
  command: Command,
  positionals: readonly string[],
  pending: Option | undefined,
  current: string,
  context: Context,
): Promise<Candidate[]> {
  if (pending !== undefined) return await valuesOf(pending.long ?? '', context, current)
  if (current.startsWith('-'))
    return [...command.options, ...(command === program ? [] : program.options)]
      .filter(({ hidden }) => !hidden)
      .flatMap(({ long, description }) => (long == null ? [] : [{ value: long, description }]))
  const commands =
    positionals.length > 0
      ? []
      : command.commands
          .filter((each) => each.name() !== 'complete')
          .map((each) => ({ value: each.name(), description: each.description() }))
  return [...commands, ...(await argumentValues(command, positionals.length, current, context))]
}

async function argumentValues(
  command: Command,
  position: number,
  current: string,
  context: Context,
): Promise<Candidate[]> {
  const argument =
    command.registeredArguments[position] ?? command.registeredArguments.find(({ variadic }) => variadic)
  switch (argument?.name()) {
    case 'screenUser':
      return await peopleLike(context, current)
    case 'user':
      return [
        ...(await peopleLike(context, current)),
        ...(command.name() === 'assign-team' ? await teamNames(context) : []),
      ]
    case 'sfId':
      return await salesforceUsersLike(context, current)
    case 'team':
      return await teamNames(context)
    case 'shell':
      return plain(shells)
    case 'name':
      return command.parent?.name() === 'settings'
        ? plain([...companyFactNames, ...localRows(context).map(({ name }) => name)])
        : []
    case undefined:
    default:
      return []
  }
}

async function valuesOf(flag: string, context: Context, current: string): Promise<Candidate[]> {
  switch (flag) {
    case '--format':
      return plain(formats)
    case '--color':
      return plain(['auto', 'always', 'never'])
    case '--state':
      return plain(userStates)
    case '--sort':
      return plain(directoryOrders)
    case '--team':
      return await teamNames(context)
    case '--from-sf':
      return await salesforceUsersLike(context, current)
    default:
      return []
  }
}

function plain(values: readonly string[]): Candidate[] {
  return values.map((value) => ({ value }))
}
