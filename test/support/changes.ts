import type { Change } from '../../src/core/change.ts'
import {
  type CompanyFact,
  type Decision,
  decisionKey,
  type Mapping,
  type Team,
  type User,
} from '../../src/core/model.ts'
/** A change of one row, told by what it was and what it becomes; the key follows from the rows. */
export const change = {
  user: (before: User | null, after: User | null): Change => ({
    entity: 'user',
    key: (before ?? after)?.userId ?? '',
    before,
    after,
  }),
  team: (before: Team | null, after: Team | null): Change => ({
    entity: 'team',
    key: (before ?? after)?.teamId ?? '',
    before,
    after,
  }),
  mapping: (before: Mapping | null, after: Mapping | null): Change => ({
    entity: 'mapping',
    key: (before ?? after)?.userId ?? '',
    before,
    after,
  }),
  decision: (before: Decision | null, after: Decision | null): Change => {
    const row = before ?? after
    return { entity: 'decision', key: row === null ? '' : decisionKey(row), before, after }
  },
  fact: (before: CompanyFact | null, after: CompanyFact | null): Change => ({
    entity: 'fact',
    key: (before ?? after)?.name ?? '',
    before,
    after,
  }),
} as const
