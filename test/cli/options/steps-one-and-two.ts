import { id, row, type Row } from './row.ts'

/** Rows of the settings. */
export const settings: readonly Row[] = [
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
  row(['settings', 'unset', 'licenses', '-n', '--reason', 'unknown'], {
    name: 'licenses',
    dryRun: true,
    reason: 'unknown',
  }),
  row(['settings', 'init'], { ledgerOnly: false, dryRun: false }),
  row(['settings', 'init', '--ledger-only', '-n'], { ledgerOnly: true, dryRun: true }),
  row(['settings', 'password', '--file', '-'], { file: '-', remove: false }),
  row(['settings', 'password', '--remove'], { remove: true }),
  row(['settings', 'path'], {}),
]

/** Rows of signing in and out. */
export const signIn: readonly Row[] = [
  row(['login'], { browser: true, refused: [] }),
  row(['login', '--way', 'environment'], { way: 'environment', browser: true, refused: [] }),
  row(['login', '--target-org', 'acme'], { targetOrg: 'acme', browser: true, refused: [] }),
  row(
    [
      'login',
      '--client-id',
      '3MVG9',
      '--username',
      'ada@acme.example',
      '--jwt-key-file',
      'key.pem',
      '--sandbox',
    ],
    {
      clientId: '3MVG9',
      username: 'ada@acme.example',
      jwtKeyFile: 'key.pem',
      loginUrl: 'https://test.salesforce.com',
      browser: true,
      refused: [],
    },
  ),
  row(['login', '--client-secret-file', '-', '--instance-url', 'acme.my.salesforce.com'], {
    clientSecretFile: '-',
    instanceUrl: 'acme.my.salesforce.com',
    browser: true,
    refused: [],
  }),
  row(['login', '--no-browser', '--port', '8080', '--login-url', 'https://acme.my.salesforce.com'], {
    port: 8080,
    loginUrl: 'https://acme.my.salesforce.com',
    browser: false,
    refused: [],
  }),
  // What is refused leaves its value behind.
  row(
    [
      ['login', '--device', '--soap', '--password', 'x', '--client-secret', 'x', '--token', 'x'],
      ['--access-token', 'x', '--refresh-token', 'x', '--private-key', 'x'],
    ].flat(),
    {
      browser: true,
      refused: [
        'device',
        'password',
        'soap',
        'clientSecret',
        'token',
        'accessToken',
        'refreshToken',
        'privateKey',
      ],
    },
  ),
  row(['logout'], {}),
  row(['whoami'], {}),
  row(['whoami', '--target-org', 'acme'], { targetOrg: 'acme' }),
]

const everybody = { people: true, active: true }

/** Rows of the directory, but for its import. */
export const salesforceUsers: readonly Row[] = [
  row(['sf-users', 'list'], { offline: false, query: everybody }),
  row(['sf-users', 'list', '--inactive'], { offline: false, query: { people: true, active: false } }),
  row(['sf-users', 'list', '--all'], { offline: false, query: {} }),
  row(['sf-users', 'list', '--type', 'Standard'], {
    offline: false,
    query: { active: true, type: 'Standard' },
  }),
  row(['sf-users', 'list', '--profile-name', 'Standard User', '--role', 'EMEA', '--department', 'Sales'], {
    offline: false,
    query: { ...everybody, profile: 'Standard User', role: 'EMEA', department: 'Sales' },
  }),
  row(['sf-users', 'list', '--search', 'ada love', '--mapped'], {
    offline: false,
    query: { ...everybody, search: 'ada love', mapped: true },
  }),
  row(['sf-users', 'list', '--unmapped', '--sort', 'LASTLOGINAT'], {
    offline: false,
    query: { ...everybody, mapped: false, order: 'lastLoginAt', descending: false },
  }),
  row(['sf-users', 'list', '--sort', '-name', '--columns', 'name', '--limit', '1'], {
    offline: false,
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
  row(['sf-users', 'list', '--offline'], { offline: true, query: everybody }),
  row(['sf-users', 'refresh'], { scope: 'people', full: false, dryRun: false, allChanges: false }),
  row(['sf-users', 'refresh', '--all', '--dry-run', '--all-changes'], {
    scope: 'everyone',
    full: false,
    dryRun: true,
    allChanges: true,
  }),
  row(['sf-users', 'refresh', '--external', '--full', '--via', 'bulk', '--allow-removals', '14'], {
    scope: 'external',
    full: true,
    way: 'bulk',
    dryRun: false,
    allChanges: false,
    allowRemovals: 14,
  }),
  row(['sf-users', 'log'], {}),
  row(['sf-users', 'log', '7', '--columns', 'name', '--limit', '2'], {
    number: 7,
    columns: ['name'],
    limit: 2,
  }),
  row(['sf-users', 'frozen'], {}),
  row(['sf-users', 'frozen', '--columns', 'name', '--limit', '2'], { columns: ['name'], limit: 2 }),
]

/** Rows of the import of reports. */
export const importing: readonly Row[] = [
  row(['sf-users', 'import'], {
    columns: {},
    mode: 'merge',
    keepGoing: false,
    allowMismatch: false,
    dryRun: false,
    allChanges: false,
  }),
  row(['sf-users', 'import', 'new.csv', '--complete', '--all-changes', '--allow-removals', '4'], {
    file: 'new.csv',
    columns: {},
    mode: 'complete',
    keepGoing: false,
    allowMismatch: false,
    dryRun: false,
    allChanges: true,
    allowRemovals: 4,
  }),
  row(['sf-users', 'import', '-', '--replace', '--keep-going', '--allow-mismatch', '-n'], {
    file: '-',
    columns: {},
    mode: 'replace',
    keepGoing: true,
    allowMismatch: true,
    dryRun: true,
    allChanges: false,
  }),
  row(
    [
      'sf-users',
      'import',
      'users.csv',
      '--encoding',
      'Shift_JIS',
      '--separator',
      'tab',
      '--sheet',
      'New',
      ...columnWords(),
    ],
    {
      file: 'users.csv',
      encoding: 'Shift_JIS',
      separator: 'tab',
      sheet: 'New',
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
      mode: 'merge',
      keepGoing: false,
      allowMismatch: false,
      dryRun: false,
      allChanges: false,
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
