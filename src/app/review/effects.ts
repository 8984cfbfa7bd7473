import { hintText } from '../hints.ts'
import { type Change, type Decided, isRefusal, type Plan, type Refusal } from '../../core/change.ts'
import { type Confirmation, confirmationsOf, mapConfirmations } from '../../core/confirmation.ts'
import { decideMap } from '../../core/decide/map.ts'
import { decideUndo } from '../../core/decide/undo.ts'
import { byNameThenEmail, type Decision, isUserId, type User, type UserId } from '../../core/model.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { DirectoryEntry, Ledger } from '../../ledger/ledger.ts'
import { stampOf } from '../write.ts'
import type { AppContext } from '../context.ts'
import { planRecordDecision } from '../decisions.ts'
import { changeSetNumbered } from '../history.ts'
import { readUndoFacts } from '../undo.ts'
import { readMapFacts } from '../map-facts.ts'
import {
  afterDecision,
  afterSearch,
  afterUndo,
  type ReviewedDecision,
  type ReviewOption,
  type ReviewPerson,
  currentPerson,
  type ReviewState,
} from './session.ts'
import type { ReviewEffect } from './keys.ts'
import { blockersOf } from '../../core/match/suggest.ts'
import type { Candidate, Suggestion } from '../../core/match/suggestion.ts'
import { resolveSalesforceUser, resolveUser } from '../resolve.ts'

/** Carries out what keys ask for: each decision is a change set of its own at once. */
export class ReviewEffects {
  readonly #context: AppContext
  readonly #ledger: Ledger
  readonly #laterUntil: string

  /** `laterUntil` is the day on which those come back who are put off, YYYY-MM-DD. */
  constructor(context: AppContext, ledger: Ledger, laterUntil: string) {
    this.#context = context
    this.#ledger = ledger
    this.#laterUntil = laterUntil
  }

  /** The sitting afterwards; what an admin can mend is told in it, and nothing was written then. */
  async perform(sitting: ReviewState, effect: ReviewEffect): Promise<ReviewState> {
    const after = await this.#performed(sitting, effect)
    return { ...after, message: this.#context.typed(after.message) }
  }

  async #performed(sitting: ReviewState, effect: ReviewEffect): Promise<ReviewState> {
    const person = currentPerson(sitting)
    try {
      if (effect.do === 'undo') return await this.#undo(sitting)
      return person === undefined ? sitting : await this.#about(sitting, person, effect)
    } catch (error) {
      if (error instanceof SfsyncError && tellable.has(error.code))
        return { ...sitting, message: sentence(error) }
      throw error
    }
  }

  async #about(sitting: ReviewState, person: ReviewPerson, effect: ReviewEffect): Promise<ReviewState> {
    switch (effect.do) {
      case 'map':
        return await this.#map(sitting, person, effect.option, effect.allowed)
      case 'never':
        return await this.#record(sitting, person, 'never', effect.option)
      case 'later':
      case 'not-a-person':
        return await this.#record(sitting, person, effect.do, undefined)
      case 'search':
        return afterSearch(sitting, effect.text, await searchOptions(this.#ledger, effect.text, person))
      case 'find':
        return afterSearch(sitting, effect.text, [
          await salesforceUserNamed(this.#ledger, effect.text, person),
        ])
      case 'undo':
      case 'quit':
        return sitting
    }
  }

  async #map(
    sitting: ReviewState,
    person: ReviewPerson,
    option: ReviewOption,
    allowed: readonly Confirmation[],
  ): Promise<ReviewState> {
    const { salesforceUserId, name } = option.salesforceUser
    const decided = decideMap(
      await readMapFacts(this.#context, this.#ledger, person.user.userId, salesforceUserId),
      new Set(mapConfirmations.filter((each) => allowed.includes(each))),
    )
    if (isRefusal(decided)) return doubtful(sitting, option, decided)
    return await this.#written(sitting, person, decided, {
      kind: 'mapped',
      salesforceUserId,
      text: `${person.user.email} is mapped to ${name}`,
      evidence: evidenceOf(option),
    })
  }

  async #record(
    sitting: ReviewState,
    { user, ...person }: ReviewPerson,
    kind: Decision['kind'],
    option: ReviewOption | undefined,
  ): Promise<ReviewState> {
    const salesforceUserId = option?.salesforceUser.salesforceUserId ?? null
    const until = kind === 'later' ? this.#laterUntil : null
    const decided = await planRecordDecision(this.#ledger, {
      kind,
      userId: user.userId,
      salesforceUserId,
      until,
      reason: sitting.reason === '' ? null : sitting.reason,
      decidedBy: this.#context.actor,
      decidedAt: this.#context.now(),
    })
    const texts = {
      never: `${user.email} and ${option?.salesforceUser.name ?? ''} are never the same`,
      later: `${user.email} comes back on ${until ?? ''}`,
      'not-a-person': `${user.email} is nobody to map`,
    }
    return await this.#written(sitting, { user, ...person }, decided, {
      kind,
      salesforceUserId,
      text: texts[kind],
    })
  }

  async #undo(sitting: ReviewState): Promise<ReviewState> {
    const last = sitting.done.at(-1)
    if (last === undefined) return sitting
    const changeSet = await changeSetNumbered(this.#ledger, last.changeSet)
    const { plan, conflicts } = decideUndo(await readUndoFacts(this.#ledger, [changeSet]))
    if (conflicts.length > 0)
      return { ...sitting, message: `something newer touched it: sfsync undo ${last.changeSet} tells more` }
    const number = await this.#committed(sitting, plan, ['undo', String(last.changeSet)])
    return typeof number === 'string' ? { ...sitting, message: number } : afterUndo(sitting, number)
  }

  async #written(
    sitting: ReviewState,
    { user }: ReviewPerson,
    decided: Decided,
    { evidence, ...done }: Omit<ReviewedDecision, 'changeSet' | 'userId'> & { readonly evidence?: string },
  ): Promise<ReviewState> {
    if (isRefusal(decided)) return { ...sitting, message: decided.message }
    const origin = evidence === undefined ? { origin: 'review' } : { origin: 'review', evidence }
    const changes = decided.changes.map((change): Change => ({ ...change, ...origin }))
    const number = await this.#committed(sitting, { ...decided, changes }, ['review', user.email])
    return typeof number === 'string'
      ? { ...sitting, message: number }
      : afterDecision(sitting, { ...done, userId: user.userId, changeSet: number })
  }

  // The number of the change set, or why nothing was written.
  async #committed(sitting: ReviewState, plan: Plan, words: readonly string[]): Promise<number | string> {
    if (plan.changes.length === 0) return hintText(plan.warnings[0] ?? 'there is nothing to write')
    const reason = sitting.reason === '' ? undefined : sitting.reason
    const committed = await this.#ledger.commit(
      plan,
      stampOf(this.#context, ['sfsync', ...words].join(' '), reason),
    )
    return 'number' in committed ? committed.number : 'somebody else was faster: look again, and decide'
  }
}

const tellable: ReadonlySet<string> = new Set([
  'not-found',
  'invalid',
  'conflict',
  'decision-needed',
  'ledger-busy',
])

function sentence({ message, rows }: SfsyncError): string {
  return [message, ...rows.slice(0, 2).map(({ reason }) => reason)].join('; ')
}

// Nobody loses anything by one key: what takes from somebody is typed as a command.
const byOneKey: ReadonlySet<Confirmation> = new Set(['allow-inactive', 'allow-non-person', 'allow-rejected'])

function doubtful(sitting: ReviewState, option: ReviewOption, { message, rows }: Refusal): ReviewState {
  const needed = confirmationsOf(rows)
  const question = rows.map(({ reason }) => reason).join('; ')
  if (needed.length === 0 || needed.some((each) => !byOneKey.has(each)))
    return { ...sitting, message: question === '' ? message : question }
  return { ...sitting, doubt: { option, question, confirmations: needed } }
}

function evidenceOf({ score, evidence }: ReviewOption): string {
  return score === null ? 'searched for, and chosen' : `score ${score}: ${evidence.join('; ')}`
}

/** A candidate as something that can be chosen. */
export function optionOf({ salesforceUser, score, evidence, blockers }: Candidate): ReviewOption {
  return { salesforceUser, score, evidence: evidence.map(({ text }) => text), blockers }
}

/** Who in the directory is found by a text, as `sf-users find` would find them. */
export async function searchOptions(
  ledger: Ledger,
  text: string,
  person: ReviewPerson,
): Promise<ReviewOption[]> {
  const found: ReviewOption[] = []
  for await (const page of ledger.directory.list({ search: text, limit: mostFound }))
    found.push(...page.map((entry) => optionFrom(entry, person)))
  return found
}

const mostFound = 9

/** The one in the directory whom an ID, a username or a record address names; throws `not-found` and `invalid`. */
export async function salesforceUserNamed(
  ledger: Ledger,
  text: string,
  person: ReviewPerson,
): Promise<ReviewOption> {
  const { salesforceUserId, entry } = await resolveSalesforceUser(ledger, text)
  if (entry === null)
    throw new SfsyncError('not-found', `${salesforceUserId} is not in the directory: sfsync sf-users refresh`)
  return optionFrom(entry, person)
}

function optionFrom(
  { salesforceUser, mappedTo }: DirectoryEntry,
  { candidates }: ReviewPerson,
): ReviewOption {
  const known = candidates.find(
    (each) => each.salesforceUser.salesforceUserId === salesforceUser.salesforceUserId,
  )
  if (known !== undefined) return known
  const blockers = [
    ...(mappedTo === null ? [] : [`mapped to ${mappedTo.email}`]),
    ...blockersOf(salesforceUser),
  ]
  return { salesforceUser, score: null, evidence: [], blockers }
}

/** Whom to begin with: the one who is named, else the first after whom this admin decided about last in a review. */
export async function firstToReview(
  context: AppContext,
  ledger: Ledger,
  wanted: readonly Suggestion[],
  { from, people }: { readonly from?: string; readonly people: readonly string[] },
): Promise<number> {
  if (from !== undefined) {
    const { user } = await resolveUser(ledger, from)
    const at = wanted.findIndex((each) => each.user.userId === user.userId)
    if (at !== -1) return at
    throw new SfsyncError('not-found', `${user.email} is not among those to decide about`, {
      actions: ['sfsync suggest', 'sfsync mappings list'],
    })
  }
  if (people.length > 0) return 0
  const last = await lastReviewed(context, ledger)
  if (last === undefined) return 0
  const at = wanted.findIndex(({ user }) => byNameThenEmail(user, last) > 0)
  return Math.max(0, at)
}

async function lastReviewed(context: AppContext, ledger: Ledger): Promise<User | undefined> {
  const newest = { actor: context.actor, command: 'review', limit: 1 }
  for await (const [head] of ledger.history(newest))
    if (head !== undefined)
      for await (const changes of ledger.changesOf(head.number))
        for (const { key } of changes) {
          const userId = userIdIn(key)
          const [record] = userId === undefined ? [] : await ledger.findUsers({ userId })
          if (record !== undefined) return record.user
        }
  return undefined
}

// The key of a mapping is a user ID, that of a decision begins with one.
function userIdIn(key: string): UserId | undefined {
  const [first = ''] = key.split('/')
  return isUserId(first) ? first : undefined
}
