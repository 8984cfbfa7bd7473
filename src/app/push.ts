import { type Change, isRefusal, type Plan, planOf, type Stamp } from '../core/change.ts'
import { decideDone } from '../core/decide/entered.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import { commandLine, type Hint, withOptions } from '../core/hint.ts'
import type { User } from '../core/model.ts'
import { countText } from '../core/text.ts'
import { isUsual, type Todo, type TodoFacts, userTodos, type UserTodoFacts } from '../core/todo.ts'
import { blockedIn } from '../core/todo-list.ts'
import { addUserCall, apiAddress, type ApiCall, type SalesScreenApi } from '../salesscreen/salesscreen.ts'
import { type AppContext, tryVariable } from './context.ts'
import { refusalError } from './exit-codes.ts'
import { throwIfInterrupted } from './interrupts.ts'
import { readTodoFacts, readTodos, todoHints, type TodoQuery } from './todo.ts'
import { write } from './write.ts'

/** A user to create through SalesScreen's API. */
interface PushedUser {
  readonly call: ApiCall
  readonly todo: Todo
  /** Both sides, with the ledger's user as SalesScreen has it after the call. */
  readonly facts: UserTodoFacts
}

/** The users to create, and what the API leaves to do for them. */
export interface Push {
  readonly users: readonly PushedUser[]
  readonly facts: TodoFacts
  readonly warnings: readonly Hint[]
}

/** Reads the users to create. Throws `not-found`, and `invalid` where the key of a team is missing. */
export async function readPush(context: AppContext, query: TodoQuery): Promise<Push> {
  const list = await readTodos(await context.ledger(), { ...query, kinds: ['create-user'] })
  const address = apiAddress(context.dependencies.environment)
  const users = list.todos.flatMap((todo) => pushedUser(address, todo, list.facts) ?? [])
  requireFreeAddresses(users, list.facts)
  requireTeamKeys(users)
  return { users, facts: list.facts, warnings: mappingWarning(users) }
}

function pushedUser(address: string, todo: Todo, { users }: TodoFacts): PushedUser | undefined {
  const facts = todo.user === null ? undefined : users.get(todo.user.id)
  const user = facts?.user ?? null
  return facts === undefined || user === null ? undefined : { todo, ...sentAs(address, facts, user) }
}

function sentAs(address: string, facts: UserTodoFacts, user: User): Omit<PushedUser, 'todo'> {
  const { userId, email, firstName: firstname, lastName: lastname } = user
  const key = facts.team?.key ?? null
  const call = addUserCall(address, {
    userId,
    email,
    firstname,
    lastname,
    ...(key === null ? {} : { team: { key } }),
  })
  // The API takes neither nickname nor state, so these stay on the list.
  const created = { ...user, nickname: null, state: isUsual(user.state) ? user.state : ('active' as const) }
  return { call, facts: { ...facts, user: created } }
}

// SalesScreen would refuse the address, or change the user who has it.
function requireFreeAddresses(users: readonly PushedUser[], facts: TodoFacts): void {
  const rows = blockedIn(
    users.map(({ todo }) => todo),
    facts,
  )
    .filter(({ todo }) => todo.kind === 'create-user')
    .map(({ taken, holder }): ErrorRow => ({
      value: taken,
      reason: `the address is still that of ${holder.name} in SalesScreen`,
      action: commandLine('todo', holder.email ?? ''),
    }))
  if (rows.length === 0) return
  throw new SfsyncError(
    'invalid',
    `${countText(rows.length, 'user')} cannot be sent before the address is free; nothing was sent`,
    { rows, actions: ['enter first what frees it in SalesScreen, and record it with todo done'] },
  )
}

// A key that SalesScreen does not know silently makes a second team that looks the same.
function requireTeamKeys(users: readonly PushedUser[]): void {
  const rows = users.flatMap(({ todo, facts: { team } }): ErrorRow[] =>
    team === null || team.key !== null
      ? []
      : [
          {
            value: todo.user?.email ?? '',
            reason: `the key of the team ${team.name} is not known`,
            action: { ...commandLine('teams key', team.name, '<key>') },
          },
        ],
  )
  if (rows.length === 0) return
  throw new SfsyncError(
    'invalid',
    `${countText(rows.length, 'user')} cannot be sent without the key of the team; nothing was sent`,
    {
      rows,
      actions: [
        'SalesScreen shows the keys of teams at Manage > Settings > Mappings; a wrong key makes a second team',
        { text: 'or send the users of one team', command: commandLineOfPush({ team: '<team>' }) },
      ],
    },
  )
}

function commandLineOfPush(options: Readonly<Record<string, string | true>>) {
  return withOptions(commandLine('todo push'), options)
}

function mappingWarning(users: readonly PushedUser[]): Hint[] {
  const left = users.flatMap(({ facts }) => userTodos(facts)).filter(({ kind }) => kind === 'map').length
  if (left === 0) return []
  return [
    {
      text: `${countText(left, 'mapping')} must be added in SalesScreen by hand: its API cannot map users`,
      command: withOptions(commandLine('todo'), { kind: 'map' }),
    },
  ]
}

/** What would be recorded if SalesScreen accepted every user. */
export function expectedPlan(context: AppContext, { users, facts, warnings }: Push): Plan {
  return { ...decidedPlan(context, users, facts), warnings }
}

/** How users are sent. */
export interface PushOptions {
  readonly keepGoing: boolean
  /** Continues after an interruption. */
  readonly resume: Hint
  stamp(): Stamp
}

/** What was sent: a change set for each user that SalesScreen accepted. */
export interface Pushed {
  readonly plan: Plan
  readonly changeSets: readonly number[]
}

/**
 * Sends users one by one and records each answer before the next request, so that an interruption loses nothing and no
 * accepted user is sent again. Throws at the first failure; the error says how many were accepted.
 */
export async function push(context: AppContext, planned: Push, options: PushOptions): Promise<Pushed> {
  refuseCopies(context)
  const { users, warnings } = planned
  const ledger = await context.ledger()
  const changes: Change[] = []
  const changeSets: number[] = []
  const problems: ErrorRow[] = []
  const open = async () =>
    await context.dependencies.openSalesScreen(
      context.configuration,
      await context.store(),
      (message) => void context.note(message),
    )
  const api = users.length === 0 ? undefined : await open()
  const progress = context.startProgress(0, users.length)
  try {
    for (const each of users) {
      const recorded = await sendOne(context, api, each, options, problems)
      if (recorded !== undefined) {
        changes.push(...recorded.changes)
        changeSets.push(recorded.changeSet)
      }
      await progress.read(1)
    }
  } catch (error) {
    throw stoppedError(error, changeSets.length, users.length, options.resume)
  } finally {
    await progress.end()
    api?.close()
  }
  const next = await todoHints(ledger, changes)
  const kept = problems.length === 0 ? {} : { problems }
  return { plan: planOf(changes, { warnings, next, ...kept }), changeSets }
}

async function sendOne(
  context: AppContext,
  api: SalesScreenApi | undefined,
  user: PushedUser,
  { keepGoing, stamp }: PushOptions,
  problems: ErrorRow[],
): Promise<{ readonly changes: readonly Change[]; readonly changeSet: number } | undefined> {
  await throwIfInterrupted(context.dependencies.interrupted)
  const ledger = await context.ledger()
  if (!(await isStillToSend(context, user))) return undefined
  try {
    await api?.addUser(user.call)
  } catch (error) {
    if (!keepGoing || !(error instanceof SfsyncError) || error.code !== 'invalid') throw error
    problems.push(...error.rows.map((row) => ({ ...row, reason: `${error.message}: ${row.reason}` })))
    return undefined
  }
  const { plan, changeSet } = await write(
    context,
    {
      dryRun: false,
      hasHappened: true,
      stamp,
      // What was sent is what SalesScreen has, whatever the ledger says by now.
      decide: async () => decidedPlan(context, [user], await readTodoFacts(ledger, [user.call.body.userId])),
    },
    {
      answer: (refusal) => Promise.reject(refusalError(refusal)),
      approve: async () => await Promise.resolve(),
    },
  )
  return changeSet === null ? undefined : { changes: [...plan.changes], changeSet: changeSet.number }
}

// Another admin may have entered or changed the user since the list was read.
async function isStillToSend(context: AppContext, { call }: PushedUser): Promise<boolean> {
  const facts = await readTodoFacts(await context.ledger(), [call.body.userId])
  const now = facts.users.get(call.body.userId)
  const todo = now === undefined ? undefined : userTodos(now).find(({ kind }) => kind === 'create-user')
  if (todo === undefined) return false
  const fresh = pushedUser(apiAddress(context.dependencies.environment), todo, facts)
  if (JSON.stringify(fresh?.call) === JSON.stringify(call)) return true
  throw new SfsyncError('conflict', `${call.body.email} was changed meanwhile`)
}

function decidedPlan(context: AppContext, users: readonly PushedUser[], now: TodoFacts): Plan {
  const facts = users.map(({ call, facts: sent }) => {
    const id = call.body.userId
    return [id, { ...sent, entered: now.users.get(id)?.entered ?? null }] as const
  })
  const decided = decideDone(
    { users: new Map(facts), teams: now.teams },
    users.map(({ todo }) => todo),
    { source: 'api', by: context.actor, at: context.now() },
  )
  if (isRefusal(decided)) throw refusalError(decided)
  return decided
}

// The copy would be dropped, and what was sent stays sent.
function refuseCopies({ dependencies, profile }: AppContext): void {
  if ((dependencies.environment[tryVariable] ?? '') !== '')
    throw new SfsyncError('usage', 'todo push really creates users, so it does not run inside sfsync try', {
      actions: ['use --dry-run there, and run it alone afterward'],
    })
  if (profile === 'demo')
    throw new SfsyncError('usage', 'the users of the demo profile do not exist; nothing was sent', {
      actions: [
        { text: 'see what would be sent', command: commandLineOfPush({ all: true, 'dry-run': true }) },
      ],
    })
}

function stoppedError(error: unknown, accepted: number, all: number, resume: Hint): unknown {
  if (!(error instanceof SfsyncError)) return error
  const { code, actions, rows } = error
  const message = code === 'interrupted' ? 'interrupted' : error.message
  const done =
    accepted === 0
      ? 'nothing was recorded as created'
      : `${accepted} of ${countText(all, 'user')} ${accepted === 1 ? 'was' : 'were'} accepted and recorded`
  return new SfsyncError(code, `${message}; ${done}`, {
    actions: [...actions, resume],
    rows,
    cause: error,
  })
}
