import type { Suggestion } from '../../core/match/suggestion.ts'
import { fullName } from '../../core/user.ts'
import type { Column } from '../output/columns.ts'

/** What is told of a suggestion, one line a person. */
export const suggestionColumns: readonly Column<Suggestion>[] = [
  { key: 'name', label: 'Name', kind: 'text', value: ({ user }) => fullName(user) },
  { key: 'email', label: 'E-mail', kind: 'text', value: ({ user }) => user.email },
  { key: 'class', label: 'Class', kind: 'text', value: ({ certainty }) => certainty },
  { key: 'score', label: 'Score', kind: 'number', value: ({ candidates }) => candidates[0]?.score ?? null },
  {
    key: 'gap',
    label: 'Gap',
    kind: 'number',
    value: ({ gap, candidates }) => (candidates.length === 0 ? null : gap),
  },
  {
    key: 'salesforceUserId',
    label: 'Salesforce User ID',
    kind: 'id',
    value: ({ candidates }) => candidates[0]?.salesforceUser.salesforceUserId ?? null,
  },
  {
    key: 'salesforceName',
    label: 'Salesforce name',
    kind: 'text',
    value: ({ candidates }) => candidates[0]?.salesforceUser.name ?? null,
  },
  {
    key: 'evidence',
    label: 'Evidence',
    kind: 'text',
    value: ({ candidates }) => (candidates[0]?.evidence ?? []).map(({ text }) => text).join('; ') || null,
  },
  {
    key: 'caps',
    label: 'But',
    kind: 'text',
    value: ({ candidates }) => (candidates[0]?.caps ?? []).join('; ') || null,
  },
]

/** A suggestion as JSON: best candidate first. */
export function suggestionJson({ user, certainty, gap, candidates }: Suggestion, explains: boolean): object {
  return {
    user: { id: user.userId, email: user.email, name: fullName(user), state: user.state },
    class: certainty,
    gap,
    candidates: candidates.map(({ salesforceUser, score, evidence, caps }) => ({
      salesforceUserId: salesforceUser.salesforceUserId,
      name: salesforceUser.name,
      score,
      evidence: evidence.map(({ text }) => text),
      caps,
      ...(explains ? { rules: evidence.map(({ rule, weight }) => ({ rule, weight })) } : {}),
    })),
  }
}
