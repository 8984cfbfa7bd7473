import { countText } from '../core/text.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import { SfsyncError } from '../core/errors.ts'
import { parseSalesforceUserId } from '../core/salesforce-id.ts'
import { whyInactive } from '../core/salesforce-user.ts'
import { hasUncheckedCase } from '../core/user-key.ts'
import { fullName } from '../core/model.ts'
import { parseName } from '../core/written-name.ts'
import { newTeamName } from '../app/resolve.ts'
import type { DirectoryEntry, DirectoryQuery, Ledger } from '../ledger/ledger.ts'
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

/** Asks for a Salesforce user, found by name, e-mail address or Salesforce User ID. */
export async function askForSalesforceUser(
  ledger: Ledger,
  prompts: Prompts,
  message: string,
  query: DirectoryQuery = { active: true, people: true },
): Promise<DirectoryEntry> {
  return await prompts.search(message, async (text) => {
    const parsed = parseSalesforceUserId(text)
    if ('salesforceUserId' in parsed) {
      // Fifteen characters may have lost their letter case: whoever has the letters is shown by name.
      const key = hasUncheckedCase(parsed)
        ? { anyCaseId: parsed.salesforceUserId.slice(0, 15) }
        : { salesforceUserId: parsed.salesforceUserId }
      return (await ledger.directory.find(key)).map((entry) => entryChoice(entry))
    }
    const choices: Choice<DirectoryEntry>[] = []
    for await (const page of ledger.directory.list({ ...query, search: text, limit: mostListed }))
      for (const entry of page) choices.push(entryChoice(entry))
    return choices
  })
}

function entryChoice(entry: DirectoryEntry): Choice<DirectoryEntry> {
  const { name, email, profile, department, salesforceUserId } = entry.salesforceUser
  const details = [
    salesforceUserId,
    profile ?? 'no profile',
    department ?? 'no department',
    whyInactive(entry.salesforceUser) ?? 'active',
    entry.mappedTo === null ? 'not mapped' : `mapped to ${entry.mappedTo.email}`,
  ]
  return { name: `${name}  ${email ?? 'no e-mail'}`, value: entry, description: details.join(', ') }
}

/** Asks for a SalesScreen user; gives the e-mail address. Throws `not-found` on a ledger without users. */
export async function askForUser(ledger: Ledger, prompts: Prompts, message: string): Promise<string> {
  const { users } = await ledger.counts()
  if (users === 0)
    throw new SfsyncError('not-found', 'the ledger has no SalesScreen users yet', {
      actions: [
        withOptions(commandLine('create-user'), { 'from-sf': '<salesforceUserId>' }),
        commandLine('guide'),
      ],
    })
  return await prompts.search(message, async (text) => {
    const choices: Choice<string>[] = []
    for await (const page of ledger.users({ search: text, limit: mostListed }))
      for (const { user, team } of page)
        choices.push({
          name: `${fullName(user)}  ${user.email}`,
          value: user.email,
          description: team?.name ?? 'no team',
        })
    return choices
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
