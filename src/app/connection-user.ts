import { SfsyncError } from '../core/errors.ts'
import { type CommandLine, commandLine, type Hint } from '../core/hint.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../core/salesforce-id.ts'
import { countText } from '../core/text.ts'
import type { CompanySettings } from '../ledger/ledger.ts'
import type { DirectoryLog, DirectoryLookup } from '../ledger/directory.ts'
import {
  type Answer,
  type ConnectionRight,
  connectionRights,
  type ConnectionUser,
  type OrgConnection,
} from '../salesforce/salesforce.ts'
import { integrationPlace } from '../salesscreen/screens.ts'
import type { AppContext } from './context.ts'
import type { TimeTexts } from './time-span.ts'
import { quickRequest } from './directory/refresh.ts'

/** What of a ledger says who holds the connection, and what is known of this user. */
export interface ConnectionFacts extends CompanySettings {
  readonly directory: Pick<DirectoryLookup, 'find'> & Pick<DirectoryLog, 'lastRead'>
}

/** What is known of the Salesforce user who holds SalesScreen's connection. */
export interface WatchedConnection {
  readonly user: Answer<ConnectionUser>
  /** By the company setting, or by the token that SalesScreen used last. */
  readonly known: 'set' | 'found'
  /** Why the org gave no answer although there is a login. */
  readonly failure?: SfsyncError
}

/** Asks the live org about the user who holds the connection; without one, the directory answers what it can. */
export async function watchConnection(
  context: AppContext,
  ledger: ConnectionFacts | undefined,
  offline: boolean,
): Promise<WatchedConnection> {
  const given = await userSet(ledger)
  const known = given === null ? 'found' : 'set'
  const org = offline ? 'Salesforce was not contacted (--offline)' : await orgOf(context)
  if (typeof org === 'string') return { known, user: await fromDirectory(ledger, given, org) }
  try {
    if (org instanceof SfsyncError) throw org
    return { known, user: await context.dependencies.readConnectionUser(org, given) }
  } catch (error) {
    if (!(error instanceof SfsyncError) || error.code === 'interrupted') throw error
    return { known, user: await fromDirectory(ledger, given, error.message), failure: error }
  }
}

/** What the ledger and its directory know of the user who holds the connection, and why they know no more. */
export async function connectionInLedger(
  ledger: ConnectionFacts,
  because: string,
): Promise<WatchedConnection> {
  const given = await userSet(ledger)
  return { known: given === null ? 'found' : 'set', user: await fromDirectory(ledger, given, because) }
}

async function userSet(ledger: ConnectionFacts | undefined): Promise<SalesforceUserId | null> {
  const fact = (await ledger?.facts())?.find(({ name }) => name === 'connection-user')
  if (fact === undefined) return null
  const parsed = parseSalesforceUserId(fact.value)
  return 'salesforceUserId' in parsed ? parsed.salesforceUserId : null
}

// The connection, or why there is none to use: an error where it should work, a sentence where no one expects it to.
async function orgOf(context: AppContext): Promise<OrgConnection | SfsyncError | string> {
  if (context.profile === 'demo') return 'the built-in sample org has no connection to SalesScreen'
  try {
    return await quickRequest(context)
  } catch (error) {
    if (!(error instanceof SfsyncError) || error.code === 'interrupted') throw error
    return error.code === 'login-needed' ? error.message : error
  }
}

async function fromDirectory(
  ledger: ConnectionFacts | undefined,
  given: SalesforceUserId | null,
  unknownBecause: string,
): Promise<Answer<ConnectionUser>> {
  if (given === null || ledger === undefined) return { unknownBecause }
  const [entry] = await ledger.directory.find({ salesforceUserId: given })
  const origin = (await ledger.directory.lastRead())?.origin
  const silent = {
    unknownBecause:
      origin === undefined
        ? unknownBecause
        : `${unknownBecause}; ${origin}, from which the directory was read, does not say it`,
  }
  const answer = (value: boolean | null | undefined) =>
    value === null || value === undefined ? silent : { known: value }
  return {
    known: {
      salesforceUserId: given,
      name: entry?.salesforceUser.name ?? null,
      active: answer(entry?.salesforceUser.active),
      frozen: answer(entry?.salesforceUser.frozen),
      rights: {
        'API Enabled': { unknownBecause },
        'View All Users': { unknownBecause },
        'Edit Tasks': { unknownBecause },
        'Edit Events': { unknownBecause },
      },
      lastUse: { unknownBecause },
      newestUse: null,
    },
  }
}

/** A user and the ID. */
function userText({ name, salesforceUserId }: Pick<ConnectionUser, 'name' | 'salesforceUserId'>): string {
  return name === null ? salesforceUserId : `${name} (${salesforceUserId})`
}

/** The command that records who holds the connection. */
function recordCommand(salesforceUserId = '<salesforceUserId>'): CommandLine {
  return commandLine('settings set', 'connection-user', salesforceUserId)
}

/** Something that keeps the connection from working, for certain. */
export interface ConnectionProblem {
  readonly about: 'active' | 'login' | 'rights'
  /** In words that follow "and". */
  readonly text: string
  readonly fix: string
}

/** What keeps the connection from working; what no one could look at is not among it. */
export function connectionProblems({ active, frozen, rights }: ConnectionUser): ConnectionProblem[] {
  const missing = connectionRights.filter((right) => isKnown(rights[right], false))
  return [
    ...(isKnown(active, false)
      ? [{ about: 'active', text: 'is inactive in Salesforce', fix: 'activate this user' } as const]
      : []),
    ...(isKnown(frozen, true)
      ? [{ about: 'login', text: 'is frozen in Salesforce', fix: 'unfreeze this user' } as const]
      : []),
    ...(missing.length > 0
      ? [
          {
            about: 'rights',
            text: `does not have ${listText(missing)} in Salesforce`,
            fix: `give this user ${listText(missing)} with a permission set`,
          } as const,
        ]
      : []),
  ]
}

function isKnown<T>(answer: Answer<T>, value: T): boolean {
  return 'known' in answer && answer.known === value
}

function listText(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

/** A problem as a sentence. */
export function problemSentence(
  user: ConnectionUser,
  known: WatchedConnection['known'],
  { text }: ConnectionProblem,
): string {
  const connection =
    known === 'set' ? 'the connection to SalesScreen' : 'the connection that SalesScreen used last'
  return `${userText(user)} holds ${connection} and ${text}: SalesScreen may get no data`
}

/** What to do about a problem. */
export function problemAdvice({ fix }: ConnectionProblem): Hint {
  return {
    text: `ask a Salesforce admin to ${fix}, or connect SalesScreen as another user and record it`,
    command: recordCommand(),
  }
}

/** The answer to one question about the connection. */
export interface ConnectionAnswer {
  readonly about: string
  /** `unknown` is could not look: neither good nor bad. */
  readonly result: 'ok' | 'warning' | 'problem' | 'unknown'
  readonly detail: string
  readonly actions: readonly Hint[]
}

/** The answer to every question, in the order in which they are shown. */
export function connectionAnswers(
  { user, known }: WatchedConnection,
  now: Date,
  times: TimeTexts,
): ConnectionAnswer[] {
  if ('unknownBecause' in user)
    return [
      {
        about: 'user',
        result: 'warning',
        detail: `it is not known who holds the connection to SalesScreen (${user.unknownBecause})`,
        actions: [recordCommand()],
      },
    ]
  const holder = user.known
  const problems = connectionProblems(holder)
  const advice = (about: ConnectionProblem['about']) =>
    problems.filter((each) => each.about === about).map((each) => problemAdvice(each))
  return [
    holderAnswer(holder, known),
    yesNo(
      'active',
      holder.active,
      true,
      ['active in Salesforce', 'inactive in Salesforce'],
      advice('active'),
    ),
    yesNo('login', holder.frozen, false, ['not frozen', 'frozen in Salesforce'], advice('login')),
    ...connectionRights.map((right) => rightAnswer(right, holder.rights[right])),
    lastUseAnswer(holder.lastUse, now, times),
  ]
}

function holderAnswer(holder: ConnectionUser, known: WatchedConnection['known']): ConnectionAnswer {
  const who = userText(holder)
  const { newestUse } = holder
  if (known === 'found')
    return {
      about: 'user',
      result: 'ok',
      detail: `${who}, whose connection SalesScreen used last`,
      actions: [{ text: 'if this is right, record it', command: recordCommand(holder.salesforceUserId) }],
    }
  if (newestUse === null || newestUse.salesforceUserId === holder.salesforceUserId)
    return { about: 'user', result: 'ok', detail: who, actions: [] }
  const other = newestUse.salesforceUserId
  return {
    about: 'user',
    result: 'warning',
    detail: `${who}, but SalesScreen last used a connection of ${other}`,
    actions: [{ text: 'if that user holds the connection now, record it', command: recordCommand(other) }],
  }
}

function yesNo(
  about: string,
  answer: Answer<boolean>,
  good: boolean,
  [goodText, badText]: readonly [string, string],
  advice: readonly Hint[],
): ConnectionAnswer {
  if ('unknownBecause' in answer) return couldNotLook(about, answer.unknownBecause)
  return answer.known === good
    ? { about, result: 'ok', detail: goodText, actions: [] }
    : { about, result: 'problem', detail: badText, actions: advice }
}

function rightAnswer(right: ConnectionRight, answer: Answer<boolean>): ConnectionAnswer {
  return yesNo(right, answer, true, ['yes', 'missing'], [`give this user ${right} with a permission set`])
}

const dayMilliseconds = 86_400_000
// A connection that works gets a new token at least daily; a weekend may pass without data.
const quietDays = 3

function lastUseAnswer(lastUse: Answer<string | null>, now: Date, times: TimeTexts): ConnectionAnswer {
  const about = 'last use'
  if ('unknownBecause' in lastUse) return couldNotLook(about, lastUse.unknownBecause)
  const look = [`see in SalesScreen whether Salesforce is connected: ${integrationPlace}`]
  if (lastUse.known === null) return { about, result: 'warning', detail: 'never used', actions: look }
  const days = Math.floor((now.getTime() - Date.parse(lastUse.known)) / dayMilliseconds)
  const at = times.minute(lastUse.known)
  if (days <= quietDays) return { about, result: 'ok', detail: at, actions: [] }
  return { about, result: 'warning', detail: `${at}, ${countText(days, 'day')} ago`, actions: look }
}

function couldNotLook(about: string, because: string): ConnectionAnswer {
  return { about, result: 'unknown', detail: `could not look: ${because}`, actions: [] }
}
