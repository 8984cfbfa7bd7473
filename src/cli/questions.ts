import { commandText } from '../core/text.ts'
import { SfsyncError } from '../core/errors.ts'
import { parseSalesforceUserId } from '../core/salesforce-id.ts'
import { whyInactive } from '../core/salesforce-user.ts'
import { type CompanyFactName, companyFactNames, fullName, parseFactValue } from '../core/model.ts'
import type { DirectoryEntry, DirectoryQuery, Ledger } from '../ledger/ledger.ts'
import type { Context } from './context.ts'
import type { Choice, Prompts } from '../app/ports.ts'
import { configurationKeys } from '../config/keys.ts'

const mostListed = 15

/** Fails at once, naming everything that is missing, where nobody can be asked. */
export function requireAnswers(
  context: Context,
  command: string,
  missing: Readonly<Record<string, unknown>>,
): void {
  const names = Object.keys(missing).filter((name) => missing[name] === undefined)
  if (names.length === 0 || context.canAsk) return
  throw new SfsyncError('usage', `${command} needs ${listed(names)}`, {
    actions: [`add ${names.join(' ')}`, `sfsync ${command} --help`],
  })
}

function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), names.at(-1)].filter(Boolean).join(' and ')
}

/** Searches the directory as the admin types; gives the chosen entry. */
export async function askForSalesforceUser(
  ledger: Ledger,
  prompts: Prompts,
  message: string,
  query: DirectoryQuery = { active: true, people: true },
): Promise<DirectoryEntry> {
  return await prompts.search(message, async (text) => {
    const parsed = parseSalesforceUserId(text)
    if ('salesforceUserId' in parsed)
      return (await ledger.directory.find({ salesforceUserId: parsed.salesforceUserId })).map((entry) =>
        entryChoice(entry),
      )
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

/** Searches the SalesScreen users as the admin types; gives the chosen e-mail address. */
export async function askForUser(ledger: Ledger, prompts: Prompts, message: string): Promise<string> {
  const { users } = await ledger.counts()
  if (users === 0)
    throw new SfsyncError('not-found', 'there are no SalesScreen users in the ledger yet', {
      actions: [commandText('create-user', '--from-sf', '<salesforceUserId>'), 'sfsync guide'],
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

/** Chooses one of the teams, a new one, or (where allowed) none; gives the name, and whether it is new. */
export async function askForTeam(
  ledger: Ledger,
  prompts: Prompts,
  message: string,
): Promise<{ readonly name: string; readonly isNew: boolean }> {
  const teams = await ledger.teams()
  const choices: Choice<string | null>[] = teams.map(({ team, members }) => ({
    name: team.name,
    value: team.name,
    description: `${members} people`,
  }))
  const chosen =
    choices.length === 0
      ? null
      : await prompts.choose(message, [...choices, { name: '(a new team)', value: null }])
  if (chosen !== null) return { name: chosen, isNew: false }
  const name = await prompts.text({
    message: 'Name of the new team',
    problem: (text) => (text.trim() === '' ? 'a team needs a name' : undefined),
  })
  return { name: name.trim(), isNew: true }
}

/** Chooses one of the teams there are; gives its name. */
export async function askForExistingTeam(ledger: Ledger, prompts: Prompts, message: string): Promise<string> {
  const teams = await ledger.teams()
  if (teams.length === 0)
    throw new SfsyncError('not-found', 'there are no teams in the ledger yet', {
      actions: [commandText('teams', 'create', '<name>')],
    })
  return await prompts.choose(
    message,
    teams.map(({ team, members }) => ({
      name: team.name,
      value: team.name,
      description: `${members} people`,
    })),
  )
}

/** Chooses one of the settings. */
export async function askForSetting(prompts: Prompts): Promise<string> {
  const names = [...companyFactNames, ...configurationKeys.map(({ name }) => name)]
  return await prompts.choose(
    'Which setting?',
    names.map((name) => ({ name, value: name })),
  )
}

const factChoices: Readonly<Record<Exclude<CompanyFactName, 'licences'>, readonly Choice<string>[]>> = {
  'auto-sync': [
    { name: 'off', value: 'off', description: 'nobody gets an account unless you create it' },
    { name: 'on', value: 'on', description: 'SalesScreen makes accounts that nobody asked for' },
  ],
  'integration-initialised': [
    { name: 'yes', value: 'yes' },
    { name: 'no', value: 'no' },
  ],
}

/** Asks what an admin sees in SalesScreen. */
export async function askForFact(prompts: Prompts, name: CompanyFactName, message: string): Promise<string> {
  if (name !== 'licences') return await prompts.choose(message, factChoices[name])
  return await prompts.text({
    message,
    problem: (text) => {
      const parsed = parseFactValue('licences', text)
      return 'reason' in parsed ? parsed.reason : undefined
    },
  })
}
