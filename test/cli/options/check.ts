import { id, row, type Row } from './row.ts'

/** Rows of looking for drift, and of saying that a mapping is still right. */
export const drift: readonly Row[] = [
  row(['check'], { pendingDays: 10, fix: false, offline: false }),
  row(['check', '--since', '7d', '--pending-days', '12', '--fix', '--offline', '--limit', '5'], {
    limit: 5,
    since: '7d',
    pendingDays: 12,
    fix: true,
    offline: true,
  }),
  row(['check', '--notify', 'mail -s "a b" ops'], {
    pendingDays: 10,
    fix: false,
    offline: false,
    notify: 'mail -s "a b" ops',
  }),
  row(['check', '--columns', 'kind,email'], {
    columns: ['kind', 'email'],
    pendingDays: 10,
    fix: false,
    offline: false,
  }),
  row(['map', 'ada', id, '--renew'], {
    screenUser: 'ada',
    salesforceUser: id,
    renew: true,
    allowed: [],
    dryRun: false,
  }),
]
