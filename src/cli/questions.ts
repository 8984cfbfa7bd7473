import { countText } from '../core/text.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import { SfsyncError } from '../core/errors.ts'
import { parseName } from '../core/written-name.ts'
import { newTeamName } from '../app/resolve.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Context } from './context.ts'
import type { Choice } from '../app/ports.ts'

/** Throws `usage` that names every missing argument, unless a terminal can ask for them. */
export function requireAnswers(
  context: Context,
  command: string,
  missing: Readonly<Record<string, unknown>>,
): void {
  const names = Object.keys(missing).filter((name) => missing[name] === undefined)
  if (names.length === 0 || context.canAsk) return
  // a, b and c
  const list = new Intl.ListFormat('en-GB')
  throw new SfsyncError('usage', `${command} needs ${list.format(names)}`, {
    actions: [`add ${names.join(' ')}`, withOptions(commandLine(command), { help: true })],
  })
}

/** Why an answer cannot be a name to write; for prompts. */
export function nameProblem(text: string): string | undefined {
  return text.trim() === '' ? 'enter a name' : optionalNameProblem(text)
}

/** The same, but no answer is an answer. */
export function optionalNameProblem(text: string): string | undefined {
  const parsed = parseName(text)
  return 'reason' in parsed ? parsed.reason : undefined
}

/** Asks for a team, or for the name of a new one. */
export async function askForTeam(
  context: Context,
  message: string,
): Promise<{ readonly name: string; readonly isNew: boolean }> {
  const prompts = await context.prompts()
  const teams = await teamChoices(await context.ledger())
  const chosen =
    teams.length === 0
      ? null
      : await prompts.choose(message, [...teams, { name: '(a new team)', value: null }])
  if (chosen !== null) return { name: chosen, isNew: false }
  const name = await prompts.text({
    message: 'Name of the new team',
    problem: nameProblem,
  })
  return { name: newTeamName(name), isNew: true }
}

/** Asks for one of the teams in the ledger; gives its name. Throws `not-found` on a ledger without teams. */
export async function askForExistingTeam(context: Context, message: string): Promise<string> {
  const teams = await teamChoices(await context.ledger())
  if (teams.length > 0) return await (await context.prompts()).choose(message, teams)
  throw new SfsyncError('not-found', 'the ledger has no teams yet', {
    actions: [commandLine('teams create', '<name>')],
  })
}

async function teamChoices(ledger: Ledger): Promise<Choice<string>[]> {
  return (await ledger.teams()).map(({ team: { name }, members }) => ({
    name,
    value: name,
    description: countText(members, 'user'),
  }))
}
