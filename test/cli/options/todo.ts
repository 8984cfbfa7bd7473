import { row, type Row } from './row.ts'

const nothingAllowed = { dryRun: false } as const

/** Rows of what is entered in SalesScreen. */
export const entering: readonly Row[] = [
  row(['status', '--missing', '--state', 'active,pending', '--team', 'North', '--sort', 'team'], {
    people: [],
    only: 'missing',
    states: ['active', 'pending'],
    team: 'North',
    sort: 'team',
  }),
  row(['status', 'ada', '--waiting', '--require', 'entered'], {
    people: ['ada'],
    only: 'waiting',
    require: 'entered',
  }),
  row(['todo'], { people: [], exitCode: false }),
  row(
    [
      ['todo', 'ada', '--kind', 'map,unmap', '--team', 'North', '--exit-code'],
      ['--columns', 'name,what', '--limit', '9'],
    ].flat(),
    {
      people: ['ada'],
      kinds: ['map', 'unmap'],
      team: 'North',
      exitCode: true,
      columns: ['name', 'what'],
      limit: 9,
    },
  ),
  row(['todo', 'done', 'ada', 'grace'], { people: ['ada', 'grace'], all: false, ...nothingAllowed }),
  row(
    [
      ['todo', 'done', '--kind', 'map', '--team', 'North', '--all', '--file', '-', '--dry-run'],
      ['--reason', 'on Monday', '--allow-removals', '2'],
    ].flat(),
    {
      people: [],
      kinds: ['map'],
      team: 'North',
      all: true,
      file: '-',
      dryRun: true,
      reason: 'on Monday',
      allowRemovals: 2,
    },
  ),
  row(['todo', 'reopen', 'ada'], { people: ['ada'], kind: 'create-user', ...nothingAllowed }),
  row(
    ['todo', 'reopen', 'ada', '--kind', 'map', '-n', '--reason', 'it is missing', '--allow-removals', '2'],
    { people: ['ada'], kind: 'map', dryRun: true, reason: 'it is missing', allowRemovals: 2 },
  ),
  row(['todo', 'export', 'todo.html'], {
    people: [],
    file: 'todo.html',
    forMassMapping: false,
    force: false,
  }),
  row(['todo', 'export', '--workbook', 'users.xlsx', '--sheet', 'Users', '--out', 'upload.xlsx'], {
    people: [],
    workbook: 'users.xlsx',
    sheet: 'Users',
    out: 'upload.xlsx',
    forMassMapping: false,
    force: false,
  }),
  row(['todo', 'export', 'm.csv', '--kind', 'map', '--team', 'North', '--for', 'mass-mapping', '--force'], {
    people: [],
    kinds: ['map'],
    team: 'North',
    file: 'm.csv',
    forMassMapping: true,
    force: true,
  }),
  row(['users', 'import', 'users.xlsx'], {
    file: 'users.xlsx',
    columns: {},
    take: [],
    complete: false,
    keepGoing: false,
    ...nothingAllowed,
  }),
  row(
    [
      ['users', 'import', '-', '--columns', 'email=E-post,team=Avdeling', '--take', 'names,teams'],
      ['--complete', '--keep-going', '--encoding', 'latin1', '--separator', 'tab', '--sheet', 'Users'],
      ['--dry-run', '--reason', 'in November', '--allow-removals', '2'],
    ].flat(),
    {
      file: '-',
      columns: { email: 'E-post', team: 'Avdeling' },
      take: ['names', 'teams'],
      complete: true,
      keepGoing: true,
      encoding: 'latin1',
      separator: 'tab',
      sheet: 'Users',
      dryRun: true,
      reason: 'in November',
      allowRemovals: 2,
    },
  ),
]
