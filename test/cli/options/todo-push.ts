import { row, type Row } from './row.ts'

/** Creating users through SalesScreen's API, and their licenses. */
export const push: readonly Row[] = [
  row(['todo', 'push', 'ada', 'grace'], {
    people: ['ada', 'grace'],
    all: false,
    dryRun: false,
    keepGoing: false,
  }),
  row(['todo', 'push', '--all', '--team', 'Sales', '--keep-going', '--dry-run', '--reason', 'new in May'], {
    people: [],
    team: 'Sales',
    all: true,
    dryRun: true,
    keepGoing: true,
    reason: 'new in May',
  }),
  row(['users', 'licenses'], {}),
  row(['users', 'licenses', '--columns', 'email,reason', '--limit', '5'], {
    columns: ['email', 'reason'],
    limit: 5,
  }),
  row(['todo', 'key'], { remove: false }),
  row(['todo', 'key', '--file', 'key.txt'], { file: 'key.txt', remove: false }),
  row(['todo', 'key', '--remove'], { remove: true }),
]
