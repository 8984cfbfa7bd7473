import { row, type Row } from './row.ts'

const fileFlags = ['--keep-going', '--failed', 'bad.csv', '--encoding', 'latin1', '--separator', 'tab']
const file = { keepGoing: true, failed: 'bad.csv', encoding: 'latin1', separator: 'tab' } as const

/** Rows of everything that takes a whole file. */
export const batches: readonly Row[] = [
  row(['map', '--file', 'm.csv'], { allowed: [], batch: { file: 'm.csv', keepGoing: false }, dryRun: false }),
  row(['map', '--file', '-', ...fileFlags, '--replace'], {
    allowed: ['replace'],
    batch: { file: '-', ...file },
    dryRun: false,
  }),
  row(['unmap', '--file', 'u.csv', ...fileFlags], { batch: { file: 'u.csv', ...file }, dryRun: false }),
  row(['create-user', '--file', 'c.csv', ...fileFlags], {
    createTeam: false,
    allowInactive: false,
    allowNonPerson: false,
    allowMismatch: false,
    batch: { file: 'c.csv', ...file },
    dryRun: false,
  }),
  row(['assign-team', '--file', 't.csv', '--allow-mismatch', ...fileFlags], {
    names: [],
    createTeam: false,
    move: false,
    allowMismatch: true,
    none: false,
    batch: { file: 't.csv', ...file },
    dryRun: false,
  }),
  row(
    [
      [
        'import',
        'people.csv',
        ...fileFlags,
        '--allow-unknown',
        '--allow-inactive',
        '--allow-non-person',
        '--allow-mismatch',
      ],
      [
        '--take-over',
        '--replace',
        '--allow-rejected',
        '--move',
        '--create-team',
        '-n',
        '--reason',
        'new',
        '--allow-removals',
        '14',
      ],
    ].flat(),
    {
      file: 'people.csv',
      ...file,
      allowed: [
        'allow-unknown',
        'allow-inactive',
        'allow-non-person',
        'allow-mismatch',
        'take-over',
        'replace',
        'allow-rejected',
        'move',
        'create-team',
      ],
      dryRun: true,
      reason: 'new',
      allowRemovals: 14,
    },
  ),
]

/** Rows of plans. */
export const plans: readonly Row[] = [
  row(['plan', 'people.csv'], {
    file: 'people.csv',
    as: 'import',
    prune: false,
    detailedExitCode: false,
    allowed: [],
  }),
  row(
    [
      [
        'plan',
        'roster.yaml',
        '--prune',
        '--out',
        'monday.plan',
        '--detailed-exitcode',
        '--reason',
        'new year',
      ],
      ['--allow-removals', '14', '--encoding', 'utf8', '--separator', 'tab', '--allow-unknown'],
      [
        '--allow-inactive',
        '--allow-non-person',
        '--allow-mismatch',
        '--take-over',
        '--replace',
        '--allow-rejected',
        '--move',
        '--create-team',
      ],
    ].flat(),
    {
      file: 'roster.yaml',
      as: 'roster',
      prune: true,
      out: 'monday.plan',
      detailedExitCode: true,
      reason: 'new year',
      allowRemovals: 14,
      encoding: 'utf8',
      separator: 'tab',
      allowed: [
        'allow-unknown',
        'allow-inactive',
        'allow-non-person',
        'allow-mismatch',
        'take-over',
        'replace',
        'allow-rejected',
        'move',
        'create-team',
      ],
    },
  ),
  row(['plan', '-', '--as', 'unmap'], {
    file: '-',
    as: 'unmap',
    prune: false,
    detailedExitCode: false,
    allowed: [],
  }),
  row(['export'], { forReview: false, all: false, force: false }),
  row(['export', 'review.csv', '--for-review', '--all', '--force'], {
    file: 'review.csv',
    forReview: true,
    all: true,
    force: true,
  }),
  row(['apply'], { dryRun: false }),
  row(['apply', 'monday.plan', '--expect', 'abc', '-n', '--reason', 'looked at', '--allow-removals', '3'], {
    plan: 'monday.plan',
    expect: 'abc',
    dryRun: true,
    reason: 'looked at',
    allowRemovals: 3,
  }),
]

/** Rows of recorded decisions. */
export const decisions: readonly Row[] = [
  row(['suggest'], {
    people: [],
    classes: [],
    explain: false,
    forSalesforce: false,
    allowed: [],
    dryRun: false,
  }),
  row(['suggest', '--for-salesforce'], {
    people: [],
    classes: [],
    explain: false,
    forSalesforce: true,
    allowed: [],
    dryRun: false,
  }),
  row(
    [
      ['suggest', 'ada', '--class', 'sure,likely', '--explain', '--columns', 'name', '--limit', '3'],
      ['--accept', 'score>=0.97', '-n', '--reason', 'seen', '--allow-removals', '3', '--allow-unknown'],
      [
        '--allow-inactive',
        '--allow-non-person',
        '--allow-mismatch',
        '--take-over',
        '--replace',
        '--allow-rejected',
      ],
    ].flat(),
    {
      people: ['ada'],
      classes: ['sure', 'likely'],
      explain: true,
      forSalesforce: false,
      columns: ['name'],
      limit: 3,
      accept: 'score>=0.97',
      dryRun: true,
      reason: 'seen',
      allowRemovals: 3,
      allowed: [
        'allow-unknown',
        'allow-inactive',
        'allow-non-person',
        'allow-mismatch',
        'take-over',
        'replace',
        'allow-rejected',
      ],
    },
  ),
  row(['review'], { people: [], classes: [] }),
  row(
    [
      ['review', 'ada', 'bob', '--class', 'unclear,none', '--from', 'bob'],
      ['--reason', 'by phone', '--until', '2026-12-31'],
    ].flat(),
    {
      people: ['ada', 'bob'],
      classes: ['unclear', 'none'],
      from: 'bob',
      reason: 'by phone',
      until: '2026-12-31',
    },
  ),
  row(['explain'], {}),
  row(['explain', 'ada'], { who: 'ada' }),
  row(['reject'], { dryRun: false }),
  row(
    [
      'reject',
      'ada',
      '0055g0000004COnAAM',
      '--until',
      '2026-12-31',
      '-n',
      '--reason',
      'her sister',
      '--allow-removals',
      '3',
    ],
    {
      screenUser: 'ada',
      salesforceUser: '0055g0000004COnAAM',
      until: '2026-12-31',
      dryRun: true,
      reason: 'her sister',
      allowRemovals: 3,
    },
  ),
  row(['decisions', 'list'], { all: false }),
  row(['decisions', 'list', '--about', 'ada', '--all', '--columns', 'kind', '--limit', '2'], {
    about: 'ada',
    all: true,
    columns: ['kind'],
    limit: 2,
  }),
  row(['decisions', 'remove'], { who: [], dryRun: false }),
  row(
    ['decisions', 'remove', 'ada', '0055g0000004COnAAM', '-n', '--reason', 'wrong', '--allow-removals', '3'],
    {
      who: ['ada', '0055g0000004COnAAM'],
      dryRun: true,
      reason: 'wrong',
      allowRemovals: 3,
    },
  ),
]

/** Rows of the history and the way back. */
export const past: readonly Row[] = [
  row(['history', '--columns', 'at', '--limit', '10'], { columns: ['at'], limit: 10, asScript: false }),
  row(
    [
      [
        'history',
        '--person',
        'ada',
        '--team',
        'Sales',
        '--actor',
        'kari',
        '--since',
        '7d',
        '--until',
        'today',
      ],
      ['--command', 'users edit', '--as-script'],
    ].flat(),
    {
      person: 'ada',
      team: 'Sales',
      actor: 'kari',
      since: '7d',
      until: 'today',
      command: 'users edit',
      asScript: true,
    },
  ),
  row(['show'], {}),
  row(['show', '12'], { changeSet: '12' }),
  row(['blame'], {}),
  row(['blame', 'ada', '--columns', 'what', '--limit', '3'], { who: 'ada', columns: ['what'], limit: 3 }),
  row(['undo'], { changeSets: [], only: [], dryRun: false }),
  row(['undo', '12', '14', '--dry-run', '--reason', 'wrong Ada', '--only', 'ada', '--allow-removals', '4'], {
    changeSets: ['12', '14'],
    only: ['ada'],
    dryRun: true,
    reason: 'wrong Ada',
    allowRemovals: 4,
  }),
]

const written: readonly (readonly [words: readonly string[], options: object])[] = [
  [['settings', 'set'], {}],
  [['settings', 'unset'], {}],
  [['create-user'], { createTeam: false, allowInactive: false, allowNonPerson: false, allowMismatch: false }],
  [['assign-team'], { names: [], createTeam: false, move: false, allowMismatch: false, none: false }],
  [['map'], { allowed: [] }],
  [['unmap'], {}],
  [['users', 'edit'], {}],
  [['users', 'deactivate'], {}],
  [['users', 'reactivate'], {}],
  [['teams', 'create'], {}],
  [['teams', 'rename'], {}],
  [['teams', 'delete'], { removeMembers: false }],
  [['teams', 'key'], { none: false }],
]

/** The limit can be opened wherever something is written. */
export const limits: readonly Row[] = written.map(([words, options]) =>
  row([...words, '--allow-removals', '14'], { ...options, dryRun: false, allowRemovals: 14 }),
)
