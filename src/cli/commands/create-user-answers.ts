import { onlySalesforceUser } from '../who-is-meant.ts'
import type { Confirmation } from '../../core/confirmation.ts'
import { SfsyncError } from '../../core/errors.ts'
import { splitName } from '../../core/salesforce-user.ts'
import { given } from '../../core/values.ts'
import type { DirectoryEntry, Ledger } from '../../ledger/ledger.ts'
import { type NewUser, type NewUserFields, newUserFromSalesforce } from '../../app/new-user.ts'
import { readTeamProposal } from '../../app/team-proposal.ts'
import { findTeam, newName, resolveTeam } from '../../app/resolve.ts'
import type { WriteOptions } from '../../app/write.ts'
import type { Context } from '../context.ts'
import { askForSalesforceUser, askForSalesforceUserOrName } from '../pickers.ts'
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

/** Who a new user is, as far as it was not typed in answer to a question. */
interface Known {
  readonly picked: DirectoryEntry | null
  /** The Salesforce user it is made from, as text that names one. */
  readonly from: string | undefined
  /** What the name that was typed says. */
  readonly called: NewUserFields
  readonly fields: NewUserFields
}

interface Asked {
  readonly who: DirectoryEntry | string
  readonly known: Known
  readonly typed: NewUserFields
  readonly team: ChosenTeam | null
}

// What a Salesforce user has is not asked for; who types nothing at all picks one, or types the name of someone else.
export async function completed(options: CreateUserOptions, context: Context): Promise<Completed> {
  const ledger = await context.ledger()
  const { firstName, lastName, email, fromSalesforce } = options
  const isBare = [firstName, lastName, email, fromSalesforce].every((value) => value === undefined)
  const isRead = (await ledger.directory.lastRead()) !== undefined
  const unknown: Asked = {
    who: '',
    known: { picked: null, from: undefined, called: {}, fields: {} },
    typed: {},
    team: null,
  }
  // An answer is kept for the way back.
  const askFor =
    (name: keyof NewUserFields, ask: (initial?: string) => Promise<string>) =>
    async ({ known, typed }: Asked) =>
      known.fields[name] === undefined
        ? { typed: { ...typed, [name]: await ask(typed[name]) } }
        : { isAsked: false }
  const answers = await inTurn(context, unknown, [
    isBare &&
      isRead &&
      context.canAsk &&
      (async () => ({
        who: await (options.map ? askForSalesforceUser : askForSalesforceUserOrName)(context, 'Who?'),
      })),
    async ({ who }) => {
      const known = await knownOf(who, options, context)
      return {
        known,
        typed: {},
        team: null,
        isAsked: known.picked === null && known.from !== fromSalesforce,
      }
    },
    askFor('firstName', async (initial) => await askForName(context, 'First name', initial)),
    askFor('lastName', async (initial) => await askForName(context, 'Last name', initial)),
    askFor('email', async (initial) => await askForEmail(context, initial)),
    async ({ known, typed }) => {
      const isPrompted = known.picked !== null || Object.keys({ ...known.called, ...typed }).length > 0
      if (!isPrompted || options.team !== undefined) return { isAsked: false }
      return { team: await askForItsTeam(context, ledger, known.picked) }
    },
  ])
  return completedWith(options, answers)
}

async function knownOf(
  who: DirectoryEntry | string,
  options: CreateUserOptions,
  context: Context,
): Promise<Known> {
  const ledger = await context.ledger()
  const { email, fromSalesforce } = options
  const picked = typeof who === 'string' ? null : who
  const named = fromSalesforce === undefined ? undefined : await onlySalesforceUser(context, fromSalesforce)
  const from = picked?.salesforceUser.salesforceUserId ?? named
  if (from === undefined && options.map)
    throw new SfsyncError('usage', '--map needs --from-sf: the Salesforce user to map to')
  const inSalesforce = from === undefined ? {} : await fromSalesforceUser(ledger, from, options)
  const called = typeof who === 'string' ? namesIn(who) : {}
  const fields = { ...inSalesforce, ...called, ...typedNames(options), ...given({ email }) }
  requireAnswers(context, 'create-user', {
    '--first-name': fields.firstName,
    '--last-name': fields.lastName,
    '--email': fields.email,
  })
  return { picked, from, called, fields }
}

function completedWith(options: CreateUserOptions, { known, typed, team }: Asked): Completed {
  const answers = {
    ...known.called,
    ...typed,
    ...(known.from === options.fromSalesforce ? {} : given({ fromSalesforce: known.from })),
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

async function askForName(context: Context, message: string, initial?: string): Promise<string> {
  const prompts = await context.prompts()
  return newName(await prompts.text({ message, problem: nameProblem, ...given({ initial }) }))
}
