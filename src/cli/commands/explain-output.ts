import type { ExplanationSection, Explanation } from '../../core/explain/explain.ts'
import { decisionText, pastText } from '../../core/explain/texts.ts'
import { driftLine } from '../../core/drift.ts'
import { fullName } from '../../core/model.ts'
import type { Context } from '../context.ts'
import type { Column } from '../output/columns.ts'
import type { ExplanationFacts } from '../../core/explain/facts.ts'
import { isInForce } from '../../core/decide/decision.ts'
import { personKind } from '../../core/salesforce-user.ts'
import { prepareWidths, readingWidth, wrapped } from '../output/text.ts'
import { visible } from '../../core/visible-text.ts'

/** A story as one line, for the formats of rows. */
export function explanationColumns(context: Context): readonly Column<Explanation>[] {
  return [
    {
      key: 'id',
      label: 'ID',
      kind: 'id',
      value: ({ facts }) => facts.user?.userId ?? facts.salesforceUserId,
    },
    textColumn('name', 'Name', ({ facts: { user, salesforceUser } }) =>
      user === null ? (salesforceUser?.name ?? null) : fullName(user),
    ),
    textColumn(
      'email',
      'E-mail',
      ({ facts: { user, salesforceUser } }) => user?.email ?? salesforceUser?.email ?? null,
    ),
    textColumn('standing', 'Standing', ({ verdict }) => verdict.standing),
    { key: 'showsUp', label: 'Shows up', kind: 'flag', value: ({ verdict }) => verdict.showsUp },
    textColumn('verdict', 'Verdict', ({ verdict }) => verdict.text),
    textColumn('state', 'State', ({ facts }) => facts.user?.state ?? null),
    textColumn('team', 'Team', ({ facts }) => facts.teamName),
    {
      key: 'salesforceUserId',
      label: 'Salesforce User ID',
      kind: 'id',
      value: ({ facts }) => facts.salesforceUserId,
    },
    textColumn('missing', 'Missing', ({ steps }) =>
      steps.flatMap(({ ok, step }) => (ok === false ? [step] : [])),
    ),
    textColumn('candidates', 'Candidates', ({ facts }) =>
      (facts.likenesses ?? []).map((like) => (facts.user === null ? like.userEmail : like.salesforceUserId)),
    ),
    textColumn('decisions', 'Decisions', ({ facts }) =>
      facts.decisions.map((each) => decisionText(each, facts.today)),
    ),
    textColumn('drift', 'Drift', ({ facts }) => facts.drifts.map(({ drift }) => driftLine(drift, null))),
    textColumn('history', 'History', ({ facts }) =>
      facts.past.newest.map((each) => pastText(each, facts.teamNameOf)),
    ),
    textColumn('next', 'Next', ({ verdict }) => (verdict.next === null ? null : context.typed(verdict.next))),
  ]
}

function textColumn(key: string, label: string, value: Column<Explanation>['value']): Column<Explanation> {
  return { key, label, kind: 'text', value }
}

/** A story as one object; its keys are always the same. */
export function explanationJson(
  context: Context,
  { facts, verdict, steps, couldNotLook }: Explanation,
): object {
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
      class: rest.matchClass,
      evidence: rest.evidence,
      blockers: rest.blockers,
      whyNot: rest.whyNot,
    })),
    decisions: facts.decisions.map((told) => ({
      ...told.decision,
      counts: isInForce(told.decision, facts.today),
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

function whoJson({ user, teamName, salesforceUserId, salesforceUser, mapping }: ExplanationFacts): object {
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

function salesforceJson({ salesforceUser, seenAt, idleSince, lastRead }: ExplanationFacts): object | null {
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

const indent = '  '

/** A story in paragraphs: on a terminal no wider than it, and never too wide to be read; commands and IDs stay whole. */
export async function explanationText(context: Context, { verdict, sections }: Explanation): Promise<string> {
  await prepareWidths([verdict.text, ...sections.flatMap(({ sentences }) => sentences)])
  const { stdout } = context
  const width = readingWidth(stdout)
  const paragraphs = [
    wrapped(visible(verdict.text), width, '').map((line) => stdout.paint.bold(line)),
    ...sections.map((section) => sectionLines(context, section, width)),
  ]
  return `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function sectionLines(
  context: Context,
  { heading, sentences, commands }: ExplanationSection,
  width: number,
): string[] {
  return [
    context.stdout.paint.bold(heading),
    ...sentences.flatMap((sentence) => wrapped(visible(sentence), width, indent)),
    ...commands.map((command) => indent + visible(context.typed(command))),
  ]
}
