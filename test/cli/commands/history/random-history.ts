import fc from 'fast-check'
import { salesforceUserIdOf } from '../../../support/builders.ts'

/** One command line, or an undo of so many of the newest change sets: the first number is how many later ones stay. */
export type Step = readonly string[] | { readonly after: number; readonly undo: number }

// Few enough that addresses, names and keys change hands; some that a shell or a command line would misread.
const emails = ['a@x.example', 'b@x.example', "o'neil@x.example"] as const
const names = [
  'North',
  'south',
  'The <b>',
  '<b>',
  '-x',
  'sfsync map fans',
  '-r\u202e\u0007f',
  "it's $HOME `ls`",
] as const

const email = fc.constantFrom(...emails)
const name = fc.constantFrom(...names)
const key = fc.constantFrom('k1', 'k2')
const salesforceUserId = fc.constantFrom(...['a', 'b'].map((each) => salesforceUserIdOf(each)))
const state = fc.constantFrom('active', 'pending', 'deactivated', 'spectating', 'supporter')

const people = fc.oneof(
  fc
    .record({ email, first: name, last: name })
    .map(({ email: who, first, last }) => [
      'create-user',
      '--email',
      who,
      '--first-name',
      first,
      '--last-name',
      last,
    ]),
  fc.tuple(email, email).map(([who, next]) => ['users', 'edit', who, '--email', next]),
  fc
    .tuple(email, fc.option(name, { nil: '' }))
    .map(([who, next]) => ['users', 'edit', who, '--nickname', next]),
  fc.tuple(email, state).map(([who, next]) => ['users', 'edit', who, '--state', next]),
)

const teams = fc.oneof(
  fc.tuple(email, name).map(([who, team]) => ['assign-team', '--move', '--create-team', '--', who, team]),
  email.map((who) => ['assign-team', '--none', who]),
  fc.tuple(name, key).map(([team, its]) => ['teams', 'create', '--key', its, '--', team]),
  fc.tuple(name, name).map(([team, next]) => ['teams', 'rename', '--', team, next]),
  fc.tuple(name, key).map(([team, its]) => ['teams', 'key', '--', team, its]),
  name.map((team) => ['teams', 'key', '--none', '--', team]),
  name.map((team) => ['teams', 'delete', '--remove-members', '--', team]),
)

const mappings = fc.oneof(
  fc
    .tuple(email, salesforceUserId)
    .map(([who, id]) => ['map', who, id, '--allow-unknown', '--take-over', '--replace']),
  email.map((who) => ['unmap', who]),
)

const settings = fc.oneof(
  fc.constantFrom('1', '2').map((count) => ['settings', 'set', 'licenses', count, '--by', 'kari']),
  fc.constant(['settings', 'unset', 'licenses']),
)

const undo = fc.record({ after: fc.integer({ min: 0, max: 2 }), undo: fc.integer({ min: 1, max: 6 }) })

// What becomes one change set in which an address or a name changes hands, once it is taken back as a whole.
const handovers = fc.oneof(
  fc
    .uniqueArray(email, { minLength: 2, maxLength: 2 })
    .map(([one = '', other = '']) => [
      ['users', 'edit', one, '--email', 'aside@x.example'],
      ['users', 'edit', other, '--email', one],
      ['users', 'edit', 'aside@x.example', '--email', other],
      { after: 0, undo: 3 },
    ]),
  fc
    .uniqueArray(name, { minLength: 2, maxLength: 2 })
    .map(([one = '', other = '']) => [
      ['teams', 'rename', '--', one, 'Aside'],
      ['teams', 'rename', '--', other, one],
      ['teams', 'rename', '--', 'Aside', other],
      { after: 0, undo: 3 },
    ]),
  name.map((team) => [
    ['teams', 'delete', '--remove-members', '--', team],
    ['teams', 'create', '--', team],
    { after: 0, undo: 2 },
  ]),
)

/** What admins may have done, in any order; much of it is refused, as in life. */
export const randomHistory: fc.Arbitrary<readonly Step[]> = fc
  .array(
    fc.oneof(
      { arbitrary: people.map((step): Step[] => [step]), weight: 6 },
      { arbitrary: teams.map((step): Step[] => [step]), weight: 5 },
      { arbitrary: mappings.map((step): Step[] => [step]), weight: 4 },
      { arbitrary: settings.map((step): Step[] => [step]), weight: 1 },
      { arbitrary: undo.map((step): Step[] => [step]), weight: 3 },
      { arbitrary: handovers.map((steps): Step[] => steps), weight: 2 },
    ),
    { minLength: 8, maxLength: 30, size: 'max' },
  )
  .map((steps) => steps.flat())
