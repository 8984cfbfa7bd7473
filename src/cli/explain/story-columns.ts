import type { Story } from '../../core/explain/explain.ts'
import { decisionText } from '../../core/explain/decision-text.ts'
import { driftLine } from '../../core/drift.ts'
import { pastText } from '../../core/explain/past-text.ts'
import { fullName } from '../../core/user.ts'
import type { Context } from '../context.ts'
import type { Column } from '../output/columns.ts'

/** A story as one line, for the formats of rows. */
export function storyColumns(context: Context): readonly Column<Story>[] {
  return [
    {
      key: 'id',
      label: 'ID',
      kind: 'id',
      value: ({ facts }) => facts.user?.userId ?? facts.salesforceUserId,
    },
    text('name', 'Name', ({ facts: { user, salesforceUser } }) =>
      user === null ? (salesforceUser?.name ?? null) : fullName(user),
    ),
    text(
      'email',
      'E-mail',
      ({ facts: { user, salesforceUser } }) => user?.email ?? salesforceUser?.email ?? null,
    ),
    text('standing', 'Standing', ({ verdict }) => verdict.standing),
    { key: 'showsUp', label: 'Shows up', kind: 'flag', value: ({ verdict }) => verdict.showsUp },
    text('verdict', 'Verdict', ({ verdict }) => verdict.text),
    text('state', 'State', ({ facts }) => facts.user?.state ?? null),
    text('team', 'Team', ({ facts }) => facts.teamName),
    {
      key: 'salesforceUserId',
      label: 'Salesforce User ID',
      kind: 'id',
      value: ({ facts }) => facts.salesforceUserId,
    },
    text('missing', 'Missing', ({ steps }) => steps.flatMap(({ ok, step }) => (ok === false ? [step] : []))),
    text('candidates', 'Candidates', ({ facts }) =>
      (facts.likenesses ?? []).map((like) => (facts.user === null ? like.userEmail : like.salesforceUserId)),
    ),
    text('decisions', 'Decisions', ({ facts }) =>
      facts.decisions.map((each) => decisionText(each, facts.today)),
    ),
    text('drift', 'Drift', ({ facts }) => facts.drifts.map(({ drift }) => driftLine(drift, null))),
    text('history', 'History', ({ facts }) =>
      facts.past.newest.map((each) => pastText(each, facts.teamNameOf)),
    ),
    text('next', 'Next', ({ verdict }) => (verdict.next === null ? null : context.typed(verdict.next))),
  ]
}

function text(key: string, label: string, value: Column<Story>['value']): Column<Story> {
  return { key, label, kind: 'text', value }
}
