import { mapConfirmations } from '../../../src/core/confirmation.ts'
import { drift } from './check.ts'
import { batches, decisions, limits, past, plans } from './batches.ts'
import { copies } from './copies.ts'
import { walks } from './walks.ts'
import { entering } from './todo.ts'
import { id, row, type Row } from './row.ts'
import { push } from './todo-push.ts'
import { importing, salesforceUsers, settings, signIn } from './steps-one-and-two.ts'

const steps: readonly Row[] = [
  row(['guide'], { people: [], monthly: false }),
  row(['guide', '--monthly'], { people: [], monthly: true }),
  row(['guide', '--monthly', '--since', '90d'], { people: [], monthly: true, since: '90d' }),
  row(['guide', id, 'grace@acme.example.prod'], { people: [id, 'grace@acme.example.prod'], monthly: false }),
  row(['add'], { isNew: false, allowed: [], dryRun: false }),
  row(
    [
      [
        'add',
        'Ada Lovelace',
        '--team',
        'Sales North',
        '--user',
        'ada',
        '--create-team',
        '--move',
        '--replace',
      ],
      ['--take-over', '--allow-unknown', '--allow-inactive', '--allow-non-person', '--allow-mismatch'],
      ['--allow-rejected', '-n', '--reason', 'new here', '--allow-removals', '2'],
    ].flat(),
    {
      who: 'Ada Lovelace',
      team: 'Sales North',
      user: 'ada',
      isNew: false,
      allowed: [...mapConfirmations, 'move', 'create-team'],
      dryRun: true,
      reason: 'new here',
      allowRemovals: 2,
    },
  ),
  row(['add', 'ada', '--new'], { who: 'ada', isNew: true, allowed: [], dryRun: false }),
  row(['create-user'], {
    map: false,
    allowed: [],
    dryRun: false,
  }),
  row(
    [
      ['create-user', '--from-sf', id, '--first-name', 'Ada', '--last-name', 'King', '--nickname', 'ada'],
      ['--email', 'ada@acme.example', '--team', 'Sales North', '--map', '--create-team', '--allow-inactive'],
      ['--allow-non-person', '--allow-mismatch', '--new', '--take-over', '--allow-rejected', '--dry-run'],
      ['--reason', 'new here'],
    ].flat(),
    {
      fromSalesforce: id,
      firstName: 'Ada',
      lastName: 'King',
      nickname: 'ada',
      email: 'ada@acme.example',
      team: 'Sales North',
      map: true,
      allowed: [
        'create-team',
        'allow-inactive',
        'allow-non-person',
        'allow-mismatch',
        'new',
        'take-over',
        'allow-rejected',
      ],
      dryRun: true,
      reason: 'new here',
    },
  ),
  row(['assign-team'], {
    names: [],
    createTeam: false,
    move: false,
    allowMismatch: false,
    none: false,
    dryRun: false,
  }),
  row(['assign-team', 'ada', 'grace', 'Sales', '--create-team', '--move', '-n', '--reason', 'new plan'], {
    names: ['ada', 'grace', 'Sales'],
    createTeam: true,
    move: true,
    allowMismatch: false,
    none: false,
    dryRun: true,
    reason: 'new plan',
  }),
  row(['assign-team', 'ada', '--none'], {
    names: ['ada'],
    createTeam: false,
    move: false,
    allowMismatch: false,
    none: true,
    dryRun: false,
  }),
  row(['map'], { allowed: [], dryRun: false }),
  row(['map', 'ada', id], { screenUser: 'ada', salesforceUser: id, allowed: [], dryRun: false }),
  // The order of the flags does not matter.
  row(
    [
      [
        'map',
        'ada',
        id,
        '--replace',
        '--take-over',
        '--allow-non-person',
        '--allow-mismatch',
        '--allow-inactive',
      ],
      ['--allow-rejected', '--allow-unknown', '--dry-run', '--reason', 'asked for'],
    ].flat(),
    {
      screenUser: 'ada',
      salesforceUser: id,
      allowed: [
        'allow-unknown',
        'allow-inactive',
        'allow-non-person',
        'allow-mismatch',
        'take-over',
        'replace',
        'allow-rejected',
      ],
      dryRun: true,
      reason: 'asked for',
    },
  ),
  row(['unmap'], { dryRun: false }),
  row(['unmap', 'ada', '--dry-run', '--reason', 'left'], { screenUser: 'ada', dryRun: true, reason: 'left' }),
  row(['status'], { people: [] }),
  row(['status', '--chart', '--team', 'North'], { people: [], team: 'North', chart: true }),
  row(['status', 'ada', '--activity'], { people: ['ada'], activity: 30 }),
  row(['status', '--activity', '7'], { people: [], activity: 7 }),
  row(['status', 'ada', 'grace', '--columns', 'name,next', '--limit', '9'], {
    people: ['ada', 'grace'],
    columns: ['name', 'next'],
    limit: 9,
  }),
]

const users: readonly Row[] = [
  row(['users', 'list'], {}),
  row(['users', 'list', '--search', 'ada', '--team', 'Sales', '--state', 'Pending, active', '--mapped'], {
    search: 'ada',
    team: 'Sales',
    states: ['pending', 'active'],
    mapped: true,
  }),
  row(['users', 'list', '--unmapped', '--columns', 'name', '--limit', '5'], {
    mapped: false,
    columns: ['name'],
    limit: 5,
  }),
  row(['users', 'show'], {}),
  row(['users', 'show', 'ada'], { screenUser: 'ada' }),
  row(['users', 'edit'], { dryRun: false }),
  row(
    [
      ['users', 'edit', 'ada', '--first-name', 'Augusta', '--last-name', 'King', '--nickname', ''],
      ['--email', 'ada@acme.example', '--state', 'Spectating', '--dry-run', '--reason', 'married'],
    ].flat(),
    {
      screenUser: 'ada',
      firstName: 'Augusta',
      lastName: 'King',
      nickname: '',
      email: 'ada@acme.example',
      state: 'spectating',
      dryRun: true,
      reason: 'married',
    },
  ),
  ...['deactivate', 'reactivate'].flatMap((verb) => [
    row(['users', verb], { screenUsers: [], dryRun: false }),
    row(['users', verb, 'ada', 'grace', '-n', '--reason', 'in May'], {
      screenUsers: ['ada', 'grace'],
      dryRun: true,
      reason: 'in May',
    }),
  ]),
]

const teams: readonly Row[] = [
  row(['teams', 'list', '--columns', 'name', '--limit', '4'], { columns: ['name'], limit: 4 }),
  row(['teams', 'create'], { dryRun: false }),
  row(['teams', 'create', 'Sales', '--key', 'sales', '--dry-run', '--reason', 'new'], {
    name: 'Sales',
    key: 'sales',
    dryRun: true,
    reason: 'new',
  }),
  row(['teams', 'rename', 'Sales', 'Deals', '--dry-run', '--reason', 'new'], {
    team: 'Sales',
    name: 'Deals',
    dryRun: true,
    reason: 'new',
  }),
  row(['teams', 'delete', 'Sales'], { team: 'Sales', confirmed: [], dryRun: false }),
  row(['teams', 'delete', '--remove-members', '--dry-run', '--reason', 'gone'], {
    confirmed: ['remove-members'],
    dryRun: true,
    reason: 'gone',
  }),
  row(['teams', 'key', 'Sales', 'sales'], { team: 'Sales', key: 'sales', none: false, dryRun: false }),
  row(['teams', 'key', 'Sales', '--none', '--dry-run', '--reason', 'gone'], {
    team: 'Sales',
    none: true,
    dryRun: true,
    reason: 'gone',
  }),
]

const others: readonly Row[] = [
  row(['mappings', 'list'], {}),
  row(['mappings', 'list', '--search', 'ada', '--columns', 'email', '--limit', '2'], {
    search: 'ada',
    columns: ['email'],
    limit: 2,
  }),
  row(['demo'], {}),
  row(['demo', '--keep', '/tmp/demo'], { keep: '/tmp/demo' }),
  row(['doctor'], { connection: false }),
  row(['doctor', '--connection'], { connection: true }),
  row(['help'], { words: [], man: false }),
  row(['help', 'sf-users', 'list'], { words: ['sf-users', 'list'], man: false }),
  row(['help', 'map', '--man'], { words: ['map'], man: true }),
  row(['completion'], {}),
  row(['completion', 'zsh'], { shell: 'zsh' }),
  row(['complete', '--', 'map', '--', ''], { words: ['map', '--', ''] }),
  row(['complete', '--shell', 'fish', '--', 'map'], { words: ['map'], shell: 'fish' }),
]

const globalFlags: readonly Row[] = [
  row(
    ['doctor', '--json', '--no-input', '-y', '-q', '--no-pager', '--all-problems', '--verbose', '--debug'],
    { connection: false },
    {
      json: true,
      input: false,
      yes: true,
      quiet: true,
      pager: false,
      allProblems: true,
      verbose: true,
      debug: true,
    },
  ),
  row(
    [
      '--profile',
      'demo',
      '--store',
      'a b.sqlite',
      'doctor',
      '--format',
      'csv',
      '--output',
      'findings.csv',
      '--color',
      'never',
      '--quiet',
    ],
    { connection: false },
    {
      profile: 'demo',
      store: 'a b.sqlite',
      format: 'csv',
      output: 'findings.csv',
      color: 'never',
      quiet: true,
    },
  ),
]

/** At least one row for every command and every flag. */
export const rows: readonly Row[] = [
  ...push,
  ...settings,
  ...signIn,
  ...salesforceUsers,
  ...importing,
  ...steps,
  ...users,
  ...teams,
  ...entering,
  ...batches,
  ...decisions,
  ...drift,
  ...plans,
  ...past,
  ...limits,
  ...others,
  ...copies,
  ...walks,
  ...globalFlags,
]
