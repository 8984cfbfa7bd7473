import type { ExplanationSection, Explanation } from '../../core/explain/explain.ts'
import { decisionText, pastText } from '../../core/explain/texts.ts'
import { driftLine } from '../../core/drift.ts'
import { fullName } from '../../core/model.ts'
import type { Context } from '../context.ts'
import { type Column, commandColumn, flagColumn, idColumn, textColumn } from '../output/columns.ts'
import type { ExplanationFacts } from '../../core/explain/facts.ts'
import { isInForce } from '../../core/decide/decision.ts'
import { personKind } from '../../core/salesforce-user.ts'
import { prepareWidths, readingWidth, wrapped } from '../output/text.ts'
import { visible } from '../../core/visible-text.ts'

/** An explanation as one row, for the formats of rows. */
export function explanationColumns(context: Context): readonly Column<Explanation>[] {
  return [
    idColumn('id', 'ID', ({ facts }) => facts.user?.userId ?? facts.salesforceUserId),
    textColumn('name', 'Name', ({ facts: { user, salesforceUser } }) =>
      user === null ? (salesforceUser?.name ?? null) : fullName(user),
    ),
    textColumn(
      'email',
      'E-mail',
      ({ facts: { user, salesforceUser } }) => user?.email ?? salesforceUser?.email ?? null,
    ),
    textColumn('standing', 'Status', ({ verdict }) => verdict.standing),
    flagColumn('showsUp', 'Shows up', ({ verdict }) => verdict.showsUp),
    textColumn('verdict', 'Verdict', ({ verdict }) => verdict.text),
    textColumn('state', 'State', ({ facts }) => facts.user?.state ?? null),
    textColumn('team', 'Team', ({ facts }) => facts.teamName),
    idColumn('salesforceUserId', 'Salesforce User ID', ({ facts }) => facts.salesforceUserId),
    textColumn('missing', 'Missing', ({ steps }) =>
      steps.flatMap(({ ok, step }) => (ok === false ? [step] : [])),
    ),
    textColumn('candidates', 'Candidates', ({ facts: { candidates, user } }) =>
      (candidates ?? []).map((each) => (user === null ? each.userEmail : each.salesforceUserId)),
    ),
    textColumn('decisions', 'Decisions', ({ facts }) =>
      facts.decisions.map((each) => decisionText(each, facts)),
    ),
    textColumn('drift', 'Drift', ({ facts }) => facts.drifts.map(({ drift }) => driftLine(drift, null))),
    textColumn('history', 'History', ({ facts }) => facts.past.newest.map((each) => pastText(each, facts))),
    commandColumn('next', 'Next', ({ verdict: { next } }) => (next === null ? null : context.typed(next))),
  ]
}

/** An explanation as one object, which always has the same keys. */
export function explanationJson(context: Context, { facts, verdict, steps }: Explanation): object {
  const { standing, showsUp, text, next } = verdict
  return {
    who: whoJson(facts),
    verdict: { standing, showsUp, couldNotLook: facts.notChecked, text },
    steps,
    salesforce: salesforceJson(facts),
    candidates: (facts.candidates ?? []).map((candidate) => ({
      userId: candidate.userId,
      email: candidate.userEmail,
      name: candidate.userName,
      salesforceUserId: candidate.salesforceUserId,
      salesforceName: candidate.salesforceName,
      score: candidate.score,
      class: candidate.matchClass,
      evidence: candidate.evidence,
      blockers: candidate.blockers,
      whyNot: candidate.whyNot,
    })),
    decisions: facts.decisions.map((each) => ({
      ...each.decision,
      counts: isInForce(each.decision, facts.today),
      text: decisionText(each, facts),
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
      text: pastText(each, facts),
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

/** An explanation in paragraphs, wrapped for the terminal; commands and IDs stay whole. */
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
