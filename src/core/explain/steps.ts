import type { NotChecked } from '../drift.ts'
import { fullName } from '../model.ts'
import { isEntered, lacksLicense } from '../todo.ts'
import { type Knowledge, knowledgeOf } from '../entered.ts'
import { whyInactive } from '../salesforce-user.ts'
import type { ExplanationFacts } from './facts.ts'
import { idleText, todoKindTexts } from './texts.ts'

/** The steps to showing up, in the order in which they are listed. */
const stepNames = ['auto-sync', 'salesscreen', 'active', 'team', 'mapping', 'entered', 'salesforce'] as const

/** One step: done, missing, or (null) unknown, because another one comes first or it could not be checked. */
export interface ExplainedStep {
  readonly step: (typeof stepNames)[number]
  readonly ok: boolean | null
  readonly text: string
}

type StepResult = Omit<ExplainedStep, 'step'>

/** Every step of one person. */
export function stepsOf(facts: ExplanationFacts): ExplainedStep[] {
  const results: Readonly<Record<ExplainedStep['step'], StepResult>> = {
    'auto-sync': autoSync(facts),
    salesscreen: salesscreen(facts),
    active: active(facts),
    team: team(facts),
    mapping: mapping(facts),
    entered: entered(facts),
    salesforce: salesforce(facts),
  }
  return stepNames.map((step) => ({ step, ...results[step] }))
}

function autoSync({ autoSync: setting, dayOf }: ExplanationFacts): StepResult {
  if (setting === null)
    return unknown(
      'No one has confirmed that automatic sync is off; it may create and move users on its own.',
    )
  const { value, attestedBy, attestedAt } = setting
  const ok = value === 'off'
  const effect = ok ? '' : ': it creates and moves users on its own'
  return {
    ok,
    text: `Automatic sync is ${value} (confirmed by ${attestedBy}, ${dayOf(attestedAt)})${effect}.`,
  }
}

function salesscreen({ user }: ExplanationFacts): StepResult {
  if (user === null) return { ok: false, text: 'There is no SalesScreen user.' }
  const nickname = user.nickname === null ? '' : `, nickname ${user.nickname}`
  return {
    ok: true,
    text: `The SalesScreen user is ${fullName(user)}, ${user.email}${nickname} (${user.userId}).`,
  }
}

function active(facts: ExplanationFacts): StepResult {
  const { user, entered: there } = facts
  if (user === null) return unknown('The user must exist before it can be active.')
  if (lacksLicense({ user, entered: there }))
    return { ok: false, text: 'The user is active here, but pending in SalesScreen: a license is missing.' }
  return { ok: user.state === 'active', text: `The user is ${user.state}${changedBy(facts, 'state')}.` }
}

function team(facts: ExplanationFacts): StepResult {
  const { user, teamName } = facts
  if (user === null) return unknown('The user must exist before it can be on a team.')
  return teamName === null
    ? { ok: false, text: 'The user is not on a team, so no data shows.' }
    : { ok: true, text: `The user is on team ${teamName}${changedBy(facts, 'team')}.` }
}

function mapping(facts: ExplanationFacts): StepResult {
  const { user, mapping: row, salesforceUserId } = facts
  if (user === null)
    return { ok: false, text: `No SalesScreen user is mapped to ${salesforceUserId ?? 'this person'}.` }
  if (row === null) return { ok: false, text: 'The user is not mapped to a Salesforce user.' }
  const name = row.seenName === null ? '' : `, at that time named ${row.seenName}`
  return {
    ok: true,
    text: `The user is mapped to ${row.salesforceUserId}${changedBy(facts, 'mapping')}${name}.`,
  }
}

function entered({ user, entered: there, todos, dayOf }: ExplanationFacts): StepResult {
  if (user === null) return unknown('The user must exist before it can be entered in SalesScreen.')
  if (todos.length > 0)
    return {
      ok: false,
      text: `Not all of it is entered in SalesScreen yet; still to enter: ${todos.map(({ kind }) => todoKindTexts[kind]).join(', ')}.`,
    }
  if (there === null || !isEntered({ user, entered: there, todos }))
    return unknown('Nothing is known to be in SalesScreen, and there is nothing to enter.')
  const known = knowledgeOf(there, there.salesforceUserId === null ? 'user' : 'mapping')
  const how = known === undefined ? '' : ` (${sourceText(known)}, ${dayOf(known.at)})`
  return { ok: true, text: `All of it is entered in SalesScreen${how}.` }
}

function sourceText({ source, by }: Knowledge): string {
  switch (source) {
    case 'confirmed':
      return `confirmed by ${by}`
    case 'workbook':
      return `seen in a workbook by ${by}`
    case 'api':
      return 'accepted by the API'
  }
}

function changedBy({ blames, dayOf }: ExplanationFacts, what: string): string {
  const { at = null, changeSet = null, actor } = blames.find((each) => each.what === what) ?? {}
  if (at === null || changeSet === null) return ''
  return ` (${actor ?? 'unknown'}, ${dayOf(at)}, change set ${changeSet})`
}

function salesforce(facts: ExplanationFacts): StepResult {
  const { salesforceUserId: id, salesforceUser, leaver = null, notChecked, lastRead, dayOf } = facts
  if (notChecked !== null) return unknown(notCheckedText(notChecked, facts))
  const left = id === null && leaver !== null ? whyInactive(leaver) : null
  if (leaver !== null && left !== null)
    return {
      ok: false,
      text: `${leaver.name} (${leaver.salesforceUserId}) has the same e-mail address and name, and ${idleText(left, null)}: the user has probably left.`,
    }
  if (id === null) return unknown('The user must be mapped before there is a Salesforce user to check.')
  if (lastRead === null) return unknown(notCheckedText('directory-unread', facts))
  if (salesforceUser === null)
    return unknown(
      `${id} is not in the Salesforce directory (${lastRead.origin}, read ${dayOf(lastRead.at)}): it may have been read with fewer permissions, for fewer user types, or from another org; or the ID is wrong.`,
    )
  const who = `${salesforceUser.name} (${id})`
  const idle = whyInactive(salesforceUser)
  if (idle !== null) return { ok: false, text: `${who} ${idleText(idle, idleSinceDay(facts))}.` }
  return salesforceUser.active === null
    ? unknown(notCheckedText('state-untold', facts))
    : { ok: true, text: `${who} is active in Salesforce.` }
}

/** Since which day the Salesforce user has been inactive or frozen; null if unknown. */
export function idleSinceDay({ idleSince, dayOf }: ExplanationFacts): string | null {
  return idleSince === null ? null : dayOf(idleSince)
}

function unknown(text: string): StepResult {
  return { ok: null, text }
}

/** Why the Salesforce side was not checked, as a sentence. */
export function notCheckedText(why: NotChecked, { lastRead }: Pick<ExplanationFacts, 'lastRead'>): string {
  return `Not checked: ${notCheckedReason(why, lastRead)}.`
}

/** Why the Salesforce side was not checked, as a part of a sentence. */
export function notCheckedReason(why: NotChecked, lastRead: { readonly origin: string } | null): string {
  const origin = lastRead?.origin ?? 'the directory'
  switch (why) {
    case 'directory-unread':
      return 'no Salesforce users have been read yet'
    case 'other-org':
      return `the directory is from another org (${origin}) than the mapping`
    case 'state-untold':
      return `${origin} does not say who is active`
  }
}
