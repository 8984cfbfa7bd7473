import { countText } from '../core/text.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import { SfsyncError } from '../core/errors.ts'
import { parseSalesforceUserId } from '../core/salesforce-id.ts'
import { whyInactive } from '../core/salesforce-user.ts'
import { hasUncheckedCase } from '../core/user-key.ts'
import { fullName } from '../core/model.ts'
import { parseName } from '../core/written-name.ts'
import { newTeamName } from '../app/resolve.ts'
import type { DirectoryEntry, DirectoryQuery, Ledger, UserQuery } from '../ledger/ledger.ts'
import type { Context } from './context.ts'
import type { Choice, Prompts } from '../app/ports.ts'
const mostListed = 15

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

/** Who is offered when a Salesforce user is asked for. */
export interface WantedSalesforceUser {
  readonly query?: DirectoryQuery
  /** Who is offered before anything is typed, best first: those who are likely meant. */
  readonly likely?: readonly DirectoryEntry[]
}

/** Asks for a Salesforce user, found by name, e-mail address or Salesforce User ID; who is not mapped yet comes first. */
export async function askForSalesforceUser(
  ledger: Ledger,
  prompts: Prompts,
  message: string,
  { query = { active: true, people: true }, likely = [] }: WantedSalesforceUser = {},
): Promise<DirectoryEntry> {
  const isLikely = new Set(likely.map(({ salesforceUser }) => salesforceUser.salesforceUserId))
  return await prompts.search(message, async (text) => {
    const parsed = parseSalesforceUserId(text)
    if ('salesforceUserId' in parsed) {
      // Fifteen characters may have lost their letter case: whoever has the letters is shown by name.
      const key = hasUncheckedCase(parsed)
        ? { anyCaseId: parsed.salesforceUserId.slice(0, 15) }
        : { salesforceUserId: parsed.salesforceUserId }
      return (await ledger.directory.find(key)).map((entry) => entryChoice(entry))
    }
    const choices = text.trim() === '' ? likely.map((entry) => entryChoice(entry, 'suggested')) : []
    for (const mapped of [false, true])
      for await (const page of ledger.directory.list({ ...query, mapped, search: text, limit: mostListed }))
        for (const entry of page)
          if (text.trim() !== '' || !isLikely.has(entry.salesforceUser.salesforceUserId))
            choices.push(entryChoice(entry))
    return choices.slice(0, mostListed)
  })
}

function entryChoice(entry: DirectoryEntry, note?: string): Choice<DirectoryEntry> {
  const { name, email, profile, department, salesforceUserId } = entry.salesforceUser
  const details = [
    ...(note === undefined ? [] : [note]),
    salesforceUserId,
    profile ?? 'no profile',
    department ?? 'no department',
    whyInactive(entry.salesforceUser) ?? 'active',
    entry.mappedTo === null ? 'not mapped' : `mapped to ${entry.mappedTo.email}`,
  ]
  return { name: `${name}  ${email ?? 'no e-mail'}`, value: entry, description: details.join(', ') }
}

/**
 * Asks for a SalesScreen user; gives the e-mail address. `mapped` offers only those who are mapped or not, `'last'` those who
 * are not mapped first. Throws `not-found` on a ledger without users.
 */
export async function askForUser(
  ledger: Ledger,
  prompts: Prompts,
  message: string,
  mapped?: boolean | 'last',
): Promise<string> {
  const { users } = await ledger.counts()
  if (users === 0)
    throw new SfsyncError('not-found', 'the ledger has no SalesScreen users yet', {
      actions: [
        withOptions(commandLine('create-user'), { 'from-sf': '<salesforceUserId>' }),
        commandLine('guide'),
      ],
    })
  const queries: readonly UserQuery[] =
    mapped === undefined ? [{}] : mapped === 'last' ? [{ mapped: false }, { mapped: true }] : [{ mapped }]
  return await prompts.search(message, async (text) => {
    const choices: Choice<string>[] = []
    for (const query of queries)
      for await (const page of ledger.users({ ...query, search: text, limit: mostListed }))
        for (const { user, team, mapping } of page)
          choices.push({
            name: `${fullName(user)}  ${user.email}`,
            value: user.email,
            description: `${team?.name ?? 'no team'}, ${mapping === null ? 'not mapped' : 'mapped'}`,
          })
    return choices.slice(0, mostListed)
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
  ledger: Ledger,
  prompts: Prompts,
  message: string,
): Promise<{ readonly name: string; readonly isNew: boolean }> {
  const teams = await teamChoices(ledger)
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
export async function askForExistingTeam(ledger: Ledger, prompts: Prompts, message: string): Promise<string> {
  const teams = await teamChoices(ledger)
  if (teams.length > 0) return await prompts.choose(message, teams)
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
