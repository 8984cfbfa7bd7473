import type { Confirmation } from '../../core/confirmation.ts'
import { SfsyncError } from '../../core/errors.ts'
import { splitName } from '../../core/salesforce-user.ts'
import { given } from '../../core/values.ts'
import type { DirectoryEntry, Ledger } from '../../ledger/ledger.ts'
import {
  type NewUser,
  type NewUserFields,
  newUserFromSalesforce,
  readTeamProposal,
} from '../../app/new-user.ts'
import { findTeam, newName, resolveTeam } from '../../app/resolve.ts'
import type { WriteOptions } from '../../app/write.ts'
import type { Context } from '../context.ts'
import { askForSalesforceUserOrName, onlySalesforceUser } from '../pickers.ts'
import { askForEmail, askForTeamOrNone, type ChosenTeam, nameProblem, requireAnswers } from '../questions.ts'
import type { BatchOptions } from '../shared-flags.ts'
import { inTurn } from '../walk.ts'

export interface CreateUserOptions extends WriteOptions, NewUserFields {
  readonly nickname?: string
  readonly team?: string
  readonly fromSalesforce?: string
  /** Map the user to the Salesforce user it is made from. */
  readonly map: boolean
  /** The confirmations given by flags. */
  readonly allowed: readonly Confirmation[]
  readonly batch?: BatchOptions
}

/** The options with what prompts supplied, and the flags that give the same answers. */
export interface Completed {
  readonly options: CreateUserOptions
  readonly flags: readonly (readonly string[])[]
}

// What a Salesforce user has is not asked for; who types nothing at all picks one, or types the name of someone else.
export async function completed(options: CreateUserOptions, context: Context): Promise<Completed> {
  const ledger = await context.ledger()
  const { firstName, lastName, email, fromSalesforce } = options
  const isBare = [firstName, lastName, email, fromSalesforce].every((value) => value === undefined)
  const isRead = (await ledger.directory.lastRead()) !== undefined
  let who: DirectoryEntry | string = ''
  let found: Completed = { options, flags: [] }
  const askWho = async () => {
    who = await askForSalesforceUserOrName(context, 'Who?')
  }
  const askForTheRest = async () => {
    found = await completedFor(who, options, context)
  }
  await inTurn(context, [...(isBare && isRead && context.canAsk ? [askWho] : []), askForTheRest])
  return found
}

async function completedFor(
  who: DirectoryEntry | string,
  options: CreateUserOptions,
  context: Context,
): Promise<Completed> {
  const ledger = await context.ledger()
  const { email, fromSalesforce } = options
  const picked = typeof who === 'string' ? null : who
  const named = fromSalesforce === undefined ? undefined : await onlySalesforceUser(context, fromSalesforce)
  const from = picked?.salesforceUser.salesforceUserId ?? named
  if (from === undefined && options.map)
    throw new SfsyncError('usage', '--map needs --from-sf: the Salesforce user to map to')
  const known = from === undefined ? {} : await fromSalesforceUser(ledger, from, options)
  const called = typeof who === 'string' ? namesIn(who) : {}
  const fields = { ...known, ...called, ...typedNames(options), ...given({ email }) }
  requireAnswers(context, 'create-user', {
    '--first-name': fields.firstName,
    '--last-name': fields.lastName,
    '--email': fields.email,
  })
  const asked = { ...called, ...(await askForFields(context, fields)) }
  const isPrompted = picked !== null || Object.keys(asked).length > 0
  const team = isPrompted && options.team === undefined ? await askForItsTeam(context, ledger, picked) : null
  const answers = {
    ...asked,
    ...(from === fromSalesforce ? {} : { fromSalesforce: from }),
    ...(team === null ? {} : { team: team.name }),
  }
  const allowed: readonly Confirmation[] =
    team?.isNew === true ? [...options.allowed, 'create-team'] : options.allowed
  return {
    options: { ...options, ...given(answers), allowed },
    flags: [
      ...Object.entries(answers).flatMap(([name, value]) =>
        value === undefined ? [] : [[flagOf[name] ?? '', value]],
      ),
      ...(team?.isNew === true ? [['--create-team']] : []),
    ],
  }
}

// A name of one word does not say which it is.
function namesIn(name: string): NewUserFields {
  if (!name.includes(' ')) return {}
  const { firstName, lastName } = splitName({ firstName: null, lastName: null, name: newName(name) })
  return { firstName, lastName }
}

const flagOf: Readonly<Record<string, string>> = {
  fromSalesforce: '--from-sf',
  firstName: '--first-name',
  lastName: '--last-name',
  email: '--email',
  team: '--team',
}

async function askForItsTeam(
  context: Context,
  ledger: Ledger,
  picked: DirectoryEntry | null,
): Promise<ChosenTeam | null> {
  const proposal = picked === null ? null : await readTeamProposal(ledger, picked.salesforceUser)
  return await askForTeamOrNone(context, 'Which team?', { proposal })
}

// A mistyped team is reported with the user who was not found, so that both are corrected at once.
async function fromSalesforceUser(
  ledger: Ledger,
  text: string,
  { team, allowed }: CreateUserOptions,
): Promise<Partial<NewUser>> {
  try {
    return await newUserFromSalesforce(ledger, text)
  } catch (error) {
    if (!(error instanceof SfsyncError) || team === undefined || allowed.includes('create-team')) throw error
    if ((await findTeam(ledger, team)) !== undefined) throw error
    const { code, message, rows, actions, cause } = error
    const also = await resolveTeam(ledger, team, createTeamHint).catch((thrown: unknown) => thrown)
    throw new SfsyncError(code, `${message}, and there is no team "${team}"`, {
      rows,
      actions: [...actions, ...(also instanceof SfsyncError ? also.actions : [])],
      cause,
    })
  }
}

/** How to confirm a new team. */
export const createTeamHint = 'add --create-team to create the team'

/** The names that flags give. */
export function typedNames({ firstName, lastName }: NewUserFields): NewUserFields {
  return given({
    firstName: firstName === undefined ? undefined : newName(firstName, lastName),
    lastName: lastName === undefined ? undefined : newName(lastName, firstName),
  })
}

// Those of the fields that are missing.
async function askForFields(context: Context, fields: NewUserFields): Promise<NewUserFields> {
  const ask = async (message: string) =>
    newName(await (await context.prompts()).text({ message, problem: nameProblem }))
  const firstName = fields.firstName === undefined ? await ask('First name') : undefined
  const lastName = fields.lastName === undefined ? await ask('Last name') : undefined
  const email = fields.email === undefined ? await askForEmail(context) : undefined
  return given({ firstName, lastName, email })
}
