/** One command line and the options that its command is given. */
export interface Row {
  /** The words after `sfsync`, as the title of the test. */
  readonly typed: string
  readonly words: readonly string[]
  readonly options: unknown
  /** The global flags that were typed. */
  readonly globals?: object
}

function row(words: readonly string[], options: unknown, globals: object = {}): Row {
  return { typed: words.join(' '), words, options, globals }
}

const id = '0055g0000004C92AAE'

const settings: readonly Row[] = [
  row(['settings'], { words: [] }),
  row(['settings', 'lst'], { words: ['lst'] }),
  row(['settings', 'check'], {}),
  row(['settings', 'list'], { origin: false }),
  row(['settings', 'list', '--origin', '--columns', 'name, value', '--limit', '3'], {
    origin: true,
    columns: ['name', 'value'],
    limit: 3,
  }),
  row(['settings', 'get'], {}),
  row(['settings', 'get', 'format'], { name: 'format' }),
  row(['settings', 'set', 'auto-sync', 'off'], { name: 'auto-sync', value: 'off', dryRun: false }),
  row(['settings', 'set', '--by', 'Sam', '--dry-run', '--reason', 'seen today'], {
    by: 'Sam',
    dryRun: true,
    reason: 'seen today',
  }),
  row(['settings', 'unset'], { dryRun: false }),
  row(['settings', 'unset', 'licences', '-n', '--reason', 'unknown'], {
    name: 'licences',
    dryRun: true,
    reason: 'unknown',
  }),
  row(['settings', 'path'], {}),
]

const everybody = { people: true, active: true }

const salesforceUsers: readonly Row[] = [
  row(['sf-users', 'list'], { query: everybody }),
  row(['sf-users', 'list', '--inactive'], { query: { people: true, active: false } }),
  row(['sf-users', 'list', '--all'], { query: {} }),
  row(['sf-users', 'list', '--type', 'Standard'], { query: { active: true, type: 'Standard' } }),
  row(['sf-users', 'list', '--profile-name', 'Standard User', '--role', 'EMEA', '--department', 'Sales'], {
    query: { ...everybody, profile: 'Standard User', role: 'EMEA', department: 'Sales' },
  }),
  row(['sf-users', 'list', '--search', 'ada love', '--mapped'], {
    query: { ...everybody, search: 'ada love', mapped: true },
  }),
  row(['sf-users', 'list', '--unmapped', '--sort', 'LASTLOGINAT'], {
    query: { ...everybody, mapped: false, order: 'lastLoginAt', descending: false },
  }),
  row(['sf-users', 'list', '--sort', '-name', '--columns', 'name', '--limit', '1'], {
    query: { ...everybody, order: 'name', descending: true },
    columns: ['name'],
    limit: 1,
  }),
  row(['sf-users', 'find'], { text: '' }),
  row(['sf-users', 'find', 'ada', 'love', '--columns', 'name', '--limit', '2'], {
    text: 'ada love',
    columns: ['name'],
    limit: 2,
  }),
  row(['sf-users', 'show'], {}),
  row(['sf-users', 'show', id], { salesforceUser: id }),
  row(['sf-users', 'refresh'], { everyone: false, dryRun: false }),
  row(['sf-users', 'refresh', '--all', '--dry-run'], { everyone: true, dryRun: true }),
]

const importing: readonly Row[] = [
  row(['sf-users', 'import'], { columns: {}, replace: false, keepGoing: false, dryRun: false }),
  row(['sf-users', 'import', '-', '--replace', '--keep-going', '-n'], {
    file: '-',
    columns: {},
    replace: true,
    keepGoing: true,
    dryRun: true,
  }),
  row(
    ['sf-users', 'import', 'users.csv', '--encoding', 'Shift_JIS', '--separator', 'tab', ...columnWords()],
    {
      file: 'users.csv',
      encoding: 'Shift_JIS',
      separator: 'tab',
      columns: {
        salesforceUserId: 'the id',
        name: 'the name',
        firstName: 'the first-name',
        lastName: 'the last-name',
        username: 'the username',
        email: 'the email',
        alias: 'the alias',
        active: 'the active',
        type: 'the type',
        profile: 'the profile',
        role: 'the role',
        department: 'the department',
        title: 'the title',
        manager: 'the manager',
        employeeNumber: 'the employee-number',
        federationId: 'the federation-id',
        lastLoginAt: 'the last-login',
      },
      replace: false,
      keepGoing: false,
      dryRun: false,
    },
  ),
]

function columnWords(): string[] {
  const people =
    'id name first-name last-name username email alias active type profile role department title manager'
  return [...people.split(' '), 'employee-number', 'federation-id', 'last-login'].flatMap((name) => [
    `--${name}-column`,
    `the ${name}`,
  ])
}

const steps: readonly Row[] = [
  row(['guide'], { people: [] }),
  row(['guide', id, 'grace@acme.example.prod'], { people: [id, 'grace@acme.example.prod'] }),
  row(['create-user'], { createTeam: false, allowInactive: false, allowNonPerson: false, dryRun: false }),
  row(
    [
      ['create-user', '--from-sf', id, '--first-name', 'Ada', '--last-name', 'King', '--nickname', 'ada'],
      ['--email', 'ada@acme.example', '--team', 'Sales North', '--create-team', '--allow-inactive'],
      ['--allow-non-person', '--dry-run', '--reason', 'new here'],
    ].flat(),
    {
      fromSalesforce: id,
      firstName: 'Ada',
      lastName: 'King',
      nickname: 'ada',
      email: 'ada@acme.example',
      team: 'Sales North',
      createTeam: true,
      allowInactive: true,
      allowNonPerson: true,
      dryRun: true,
      reason: 'new here',
    },
  ),
  row(['assign-team'], { names: [], create: false, move: false, dryRun: false }),
  row(['assign-team', 'ada', 'grace', 'Sales', '--create', '--move', '-n', '--reason', 'new plan'], {
    names: ['ada', 'grace', 'Sales'],
    create: true,
    move: true,
    dryRun: true,
    reason: 'new plan',
  }),
  row(['map'], { allowed: [], dryRun: false }),
  row(['map', 'ada', id], { screenUser: 'ada', salesforceUser: id, allowed: [], dryRun: false }),
  // The order of the flags does not matter.
  row(
    [
      ['map', 'ada', id, '--replace', '--take-over', '--allow-non-person', '--allow-inactive'],
      ['--allow-unknown', '--dry-run', '--reason', 'asked for'],
    ].flat(),
    {
      screenUser: 'ada',
      salesforceUser: id,
      allowed: ['allow-unknown', 'allow-inactive', 'allow-non-person', 'take-over', 'replace'],
      dryRun: true,
      reason: 'asked for',
    },
  ),
  row(['unmap'], { dryRun: false }),
  row(['unmap', 'ada', '--dry-run', '--reason', 'left'], { screenUser: 'ada', dryRun: true, reason: 'left' }),
  row(['status'], { people: [] }),
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
    row(['users', verb], { dryRun: false }),
    row(['users', verb, 'ada', '-n', '--reason', 'in May'], {
      screenUser: 'ada',
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
  row(['teams', 'delete', 'Sales'], { team: 'Sales', removeMembers: false, dryRun: false }),
  row(['teams', 'delete', '--remove-members', '--dry-run', '--reason', 'gone'], {
    removeMembers: true,
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
  row(['history', '--columns', 'at', '--limit', '10'], { columns: ['at'], limit: 10 }),
  row(['undo'], { dryRun: false }),
  row(['undo', '12', '--dry-run', '--reason', 'wrong Ada'], {
    changeSet: '12',
    dryRun: true,
    reason: 'wrong Ada',
  }),
  row(['demo'], {}),
  row(['demo', '--keep', '/tmp/demo'], { keep: '/tmp/demo' }),
  row(['doctor'], {}),
  row(['completion'], {}),
  row(['completion', 'zsh'], { shell: 'zsh' }),
  row(['complete', '--', 'map', '--', ''], { words: ['map', '--', ''] }),
]

const globalFlags: readonly Row[] = [
  row(
    ['doctor', '--json', '--no-input', '-q', '--debug'],
    {},
    { json: true, input: false, quiet: true, debug: true },
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
      '--color',
      'never',
      '--quiet',
    ],
    {},
    { profile: 'demo', store: 'a b.sqlite', format: 'csv', color: 'never', quiet: true },
  ),
]

/** At least one row for every command and every flag. */
export const rows: readonly Row[] = [
  ...settings,
  ...salesforceUsers,
  ...importing,
  ...steps,
  ...users,
  ...teams,
  ...others,
  ...globalFlags,
]
