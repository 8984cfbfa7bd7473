import { type Change, type Decided, isRefusal } from '../../core/change.ts'
import { type Confirmation, confirmationsOf, mapConfirmations } from '../../core/confirmation.ts'
import { decideMap } from '../../core/decide/map.ts'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, type Hint, withOptions } from '../../core/hint.ts'
import { blockersOf } from '../../core/match/blockers.ts'
import type { Decision } from '../../core/model.ts'
import type { DirectoryEntry } from '../../ledger/ledger.ts'
import { failureHint, firstNotice, isReported, undoByKey, writeByKey } from '../by-key.ts'
import type { AppContext } from '../context.ts'
import { planRecordDecision } from '../decisions.ts'
import { readMapFacts } from '../map-facts.ts'
import { requireEntry, resolveSalesforceUser } from '../resolve.ts'
import type { Written } from '../write.ts'
import {
  afterDecision,
  afterSearch,
  afterUndo,
  currentUser,
  type ReviewedDecision,
  type ReviewOption,
  type ReviewState,
  type ReviewUser,
} from './session.ts'

/** What a key does beyond the screen. */
export type ReviewEffect =
  | { readonly do: 'map'; readonly option: ReviewOption; readonly confirmed: readonly Confirmation[] }
  | { readonly do: 'never'; readonly option: ReviewOption }
  | { readonly do: 'later' | 'not-a-person' | 'undo' }
  | { readonly do: 'search' | 'find'; readonly text: string }

/**
 * Carries out what a key asks for and gives the review afterward. Each decision is written at once as a change set of its
 * own; a refusal becomes a question where one key may answer it, and a message elsewhere.
 */
export async function applyEffect(
  context: AppContext,
  state: ReviewState,
  effect: ReviewEffect,
): Promise<ReviewState> {
  const current = currentUser(state)
  try {
    if (effect.do === 'undo') return await undoLast(context, state)
    if (current === undefined) return state
    switch (effect.do) {
      case 'map':
        return await mapTo(context, state, current, effect)
      case 'never':
        return await recordDecision(context, state, current, 'never', effect.option)
      case 'later':
      case 'not-a-person':
        return await recordDecision(context, state, current, effect.do)
      case 'search':
        return afterSearch(state, effect.text, await searchOptions(context, effect.text, current))
      case 'find':
        return afterSearch(state, effect.text, [await findOption(context, effect.text, current)])
    }
  } catch (error) {
    if (isReported(error)) return afterRefusal(state, current, effect, error)
    throw error
  }
}

async function mapTo(
  context: AppContext,
  state: ReviewState,
  { user }: ReviewUser,
  { option, confirmed }: Extract<ReviewEffect, { readonly do: 'map' }>,
): Promise<ReviewState> {
  const { salesforceUserId, name } = option.salesforceUser
  const { reason } = state
  const written = await writeByKey(
    context,
    { command: commandLine('review', user.email), reason, confirmed },
    async (ledger, given) =>
      fromReview(
        decideMap(
          await readMapFacts(context, ledger, user.userId, salesforceUserId),
          new Set(mapConfirmations.filter((each) => given.has(each))),
        ),
        option.score === null ? 'found by search' : `score ${option.score}: ${option.evidence.join('; ')}`,
      ),
  )
  const text = `${user.email} → ${name}`
  return afterWrite(state, written, { kind: 'mapped', userId: user.userId, salesforceUserId, text })
}

async function recordDecision(
  context: AppContext,
  state: ReviewState,
  { user }: ReviewUser,
  kind: Decision['kind'],
  option?: ReviewOption,
): Promise<ReviewState> {
  const salesforceUserId = option?.salesforceUser.salesforceUserId ?? null
  const { reason } = state
  const command = commandLine('review', user.email)
  const written = await writeByKey(context, { command, reason }, async (ledger) =>
    fromReview(
      await planRecordDecision(ledger, {
        kind,
        userId: user.userId,
        salesforceUserId,
        until: kind === 'later' ? state.laterUntil : null,
        reason: reason === '' ? null : reason,
        decidedBy: context.actor,
        decidedAt: context.now(),
      }),
    ),
  )
  const text = {
    never: `${user.email} is not the same person as ${option?.salesforceUser.name ?? ''}`,
    later: `${user.email} is postponed until ${state.laterUntil}`,
    'not-a-person': `${user.email} is not a person`,
  }[kind]
  return afterWrite(state, written, { kind, userId: user.userId, salesforceUserId, text })
}

async function undoLast(context: AppContext, state: ReviewState): Promise<ReviewState> {
  const last = state.done.at(-1)
  if (last === undefined) return state
  const written = await undoByKey(context, last.changeSet, state.reason)
  return written.changeSet === null
    ? { ...state, message: firstNotice(written.plan) ?? 'nothing to undo' }
    : afterUndo(state, written.changeSet.number)
}

function fromReview(decided: Decided, evidence?: string): Decided {
  if (isRefusal(decided)) return decided
  const origin = evidence === undefined ? { origin: 'review' } : { origin: 'review', evidence }
  return { ...decided, changes: decided.changes.map((change): Change => ({ ...change, ...origin })) }
}

function afterWrite(
  state: ReviewState,
  { plan, changeSet }: Written,
  decision: Omit<ReviewedDecision, 'changeSet'>,
): ReviewState {
  return changeSet === null
    ? { ...state, message: firstNotice(plan) ?? 'no changes' }
    : afterDecision(state, { ...decision, changeSet: changeSet.number })
}

// Nothing is taken away from a user by one key: that takes a typed command.
const byOneKey: ReadonlySet<Confirmation> = new Set([
  'allow-inactive',
  'allow-non-person',
  'allow-mismatch',
  'allow-rejected',
])

function afterRefusal(
  state: ReviewState,
  current: ReviewUser | undefined,
  effect: ReviewEffect,
  error: SfsyncError,
): ReviewState {
  const needed = confirmationsOf(error.rows)
  if (effect.do !== 'map' || current === undefined || needed.length === 0)
    return { ...state, message: messageOf(state, error) }
  const reasons = error.rows.map(({ reason }) => reason).join('; ')
  const confirmations = [...effect.confirmed, ...needed]
  if (needed.every((each) => byOneKey.has(each)))
    return { ...state, pending: { option: effect.option, question: reasons, confirmations } }
  const command = withOptions(
    commandLine('map', current.user.email, effect.option.salesforceUser.salesforceUserId),
    Object.fromEntries(confirmations.map((each) => [each, true] as const)),
  )
  return { ...state, message: { text: `not mapped: ${reasons}; to map anyway`, command } }
}

function messageOf({ done }: ReviewState, error: SfsyncError): Hint {
  const { message, rows, removals } = error
  const last = done.at(-1)
  if (removals === undefined || last === undefined) return failureHint(error)
  // Only undo takes something away by one key.
  const allowed = { 'allow-removals': String(removals.needed) }
  const command = withOptions(commandLine('undo', String(last.changeSet)), allowed)
  return {
    text: `${[message, ...rows.slice(0, 2).map(({ reason }) => reason)].join('; ')}; to undo anyway`,
    command,
  }
}

const mostFound = 9

async function searchOptions(
  context: AppContext,
  text: string,
  current: ReviewUser,
): Promise<ReviewOption[]> {
  const { directory } = await context.ledger()
  const found: ReviewOption[] = []
  for await (const page of directory.list({ search: text, limit: mostFound }))
    found.push(...page.map((entry) => optionFrom(entry, current)))
  return found
}

async function findOption(context: AppContext, text: string, current: ReviewUser): Promise<ReviewOption> {
  const ledger = await context.ledger()
  return optionFrom(await requireEntry(ledger, await resolveSalesforceUser(ledger, text)), current)
}

function optionFrom({ salesforceUser, mappedTo }: DirectoryEntry, { candidates }: ReviewUser): ReviewOption {
  const candidate = candidates.find(
    (each) => each.salesforceUser.salesforceUserId === salesforceUser.salesforceUserId,
  )
  if (candidate !== undefined) return candidate
  const blockers = [
    ...(mappedTo === null ? [] : [`mapped to ${mappedTo.email}`]),
    ...blockersOf(salesforceUser),
  ]
  return { salesforceUser, score: null, evidence: [], blockers }
}
