import { countText, parseEmail } from '../core/text.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import { SfsyncError } from '../core/errors.ts'
import { parseName } from '../core/written-name.ts'
import { newTeamName } from '../app/resolve.ts'
import type { TeamProposal } from '../core/team-proposal.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Context } from './context.ts'
import { inTurn } from './walk.ts'
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
  const list = new Intl.ListFormat('en-US')
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

/** Asks for an e-mail address; gives it as it was typed. */
export async function askForEmail(context: Context, initial?: string): Promise<string> {
  const prompts = await context.prompts()
  return await prompts.text({
    message: 'E-mail address',
    ...(initial === undefined ? {} : { initial }),
    problem: (text) => {
      const parsed = parseEmail(text)
      return 'reason' in parsed ? parsed.reason : undefined
    },
  })
}

/** A team by name, which may be still to be created. */
export interface ChosenTeam {
  readonly name: string
  readonly isNew: boolean
}

/** Asks for a team, or for the name of a new one; the proposed one comes first. */
export async function askForTeam(
  context: Context,
  message: string,
  proposal: TeamProposal | null = null,
): Promise<ChosenTeam> {
  return (
    (await askForTeamOrNone(context, message, { proposal, mayBeNone: false })) ?? { name: '', isNew: false }
  )
}

/** The same, but there may be no team yet: null. */
export async function askForTeamOrNone(
  context: Context,
  message: string,
  {
    proposal = null,
    mayBeNone = true,
  }: { readonly proposal?: TeamProposal | null; readonly mayBeNone?: boolean } = {},
): Promise<ChosenTeam | null> {
  const prompts = await context.prompts()
  const teams = await teamChoices(await context.ledger(), proposal)
  const others: readonly Choice<ChosenTeam | 'new' | 'none'>[] = [
    { name: '(a new team)', value: 'new' },
    ...(mayBeNone
      ? [{ name: '(no team yet)', value: 'none', description: 'without a team nothing shows' } as const]
      : []),
  ]
  const isOpen = teams.length > 0 || mayBeNone
  const known: { readonly team: ChosenTeam | 'new' | 'none' } = { team: 'new' }
  const { team } = await inTurn(context, known, [
    isOpen && (async () => ({ team: await prompts.choose(message, [...teams, ...others]) })),
    async ({ team: chosen }) => {
      if (chosen !== 'new') return { isAsked: false }
      const name = await prompts.text({ message: 'Name of the new team', problem: nameProblem })
      return { team: { name: newTeamName(name), isNew: true } }
    },
  ])
  return typeof team === 'string' ? null : team
}

/** Asks for one of the teams in the ledger; gives its name. Throws `not-found` on a ledger without teams. */
export async function askForExistingTeam(context: Context, message: string): Promise<string> {
  const teams = await teamChoices(await context.ledger(), null)
  if (teams.length > 0) return (await (await context.prompts()).choose(message, teams)).name
  throw new SfsyncError('not-found', 'the ledger has no teams yet', {
    actions: [commandLine('teams create', '<name>')],
  })
}

async function teamChoices(ledger: Ledger, proposal: TeamProposal | null): Promise<Choice<ChosenTeam>[]> {
  const choices = (await ledger.teams()).map(({ team: { name }, members }) => ({
    name,
    value: { name, isNew: false },
    description: countText(members, 'user'),
  }))
  if (proposal === null) return choices
  const { name, isNew, reason } = proposal
  const proposed = {
    name: isNew ? `${name} (a new team)` : name,
    value: { name, isNew },
    description: reason,
  }
  return [proposed, ...choices.filter((choice) => choice.name !== name)]
}
