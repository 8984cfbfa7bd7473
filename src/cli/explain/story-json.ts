import { decisionText } from '../../core/explain/decision-text.ts'
import type { Story } from '../../core/explain/explain.ts'
import type { StoryFacts } from '../../core/explain/facts.ts'
import { pastText } from '../../core/explain/past-text.ts'
import { isStanding } from '../../core/decide-decision.ts'
import { driftLine } from '../../core/drift.ts'
import { personKind } from '../../core/salesforce-user.ts'
import { fullName } from '../../core/user.ts'
import type { Context } from '../context.ts'

/** A story as one object; its keys are always the same. */
export function storyJson(context: Context, { facts, verdict, steps, couldNotLook }: Story): object {
  const { standing, showsUp, text, next } = verdict
  return {
    who: whoJson(facts),
    verdict: { standing, showsUp, couldNotLook, text },
    steps,
    salesforce: salesforceJson(facts),
    candidates: (facts.likenesses ?? []).map(({ userEmail, userName, salesforceName, ...rest }) => ({
      userId: rest.userId,
      email: userEmail,
      name: userName,
      salesforceUserId: rest.salesforceUserId,
      salesforceName,
      score: rest.score,
      class: rest.certainty,
      evidence: rest.evidence,
      caps: rest.caps,
      whyNot: rest.whyNot,
    })),
    decisions: facts.decisions.map((told) => ({
      ...told.decision,
      counts: isStanding(told.decision, facts.today),
      text: decisionText(told, facts.today),
    })),
    drift: facts.drifts.map(({ drift, since }) => ({
      kind: drift.kind,
      since,
      text: driftLine(drift, null),
    })),
    history: facts.past.newest.map((each) => ({
      changeSet: each.head.number,
      at: each.head.at,
      actor: each.head.actor,
      command: each.head.command,
      text: pastText(each, facts.teamNameOf),
    })),
    next: next === null ? null : context.typed(next),
  }
}

function whoJson({ user, teamName, salesforceUserId, salesforceUser, mapping }: StoryFacts): object {
  return {
    userId: user?.userId ?? null,
    email: user?.email ?? salesforceUser?.email ?? null,
    name: user === null ? (salesforceUser?.name ?? null) : fullName(user),
    state: user?.state ?? null,
    team: teamName,
    mapped: mapping !== null,
    salesforceUserId,
  }
}

function salesforceJson({ salesforceUser, seenAt, idleSince, lastRead }: StoryFacts): object | null {
  if (salesforceUser === null) return null
  const { salesforceUserId, name, username, email, active, frozen, type, profile, lastLoginAt } =
    salesforceUser
  return {
    salesforceUserId,
    name,
    username,
    email,
    active,
    frozen,
    idleSince,
    type,
    kind: personKind(salesforceUser),
    profile,
    lastLoginAt,
    seenAt,
    origin: lastRead?.origin ?? null,
  }
}
