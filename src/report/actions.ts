import { pendingLimitDays } from '../core/drift.ts'
import { type CommandLine, commandLine, withOptions } from '../core/hint.ts'
import { createManyCommand, readAgainCommand } from '../core/salesforce-user.ts'
import { countText } from '../core/text.ts'
import { type ReportFacts, sumOf } from './facts.ts'

/** Something to do now: `stop` keeps everyone's data away or loses something soon, `wrong` is wrong now, `open` is not done yet. */
export interface Action {
  readonly level: 'stop' | 'wrong' | 'open'
  /** A sentence without names. */
  readonly text: string
  /** null where only Salesforce or SalesScreen can do it. */
  readonly command: CommandLine | null
}

// A mapping cannot be checked against a directory that is older.
const staleDays = 7

/** What to do now, worst first. */
export function actionsOf(facts: ReportFacts): Action[] {
  const found = [...companyActions(facts), ...peopleActions(facts)]
  const levels = ['stop', 'wrong', 'open'] as const
  return levels.flatMap((level) => found.filter((each) => each.level === level))
}

function companyActions({ at, autoSync, connection, directory, licenses, people }: ReportFacts): Action[] {
  const { licenses: number, used } = licenses
  const over = number === null ? 0 : used - number
  const days = directory.last === null ? 0 : daysBetween(directory.last.at, at)
  const hasPeople = sumOf(people.standings) > 0
  return [
    ...(autoSync === 'on'
      ? [
          action(
            'stop',
            'Automatic sync is on in SalesScreen: it can create and move users on its own.',
            commandLine('settings check'),
          ),
        ]
      : []),
    ...(connection.answers.some(({ result }) => result === 'problem')
      ? [
          action(
            'stop',
            'The connection user has a problem: SalesScreen may get no data from Salesforce.',
            commandLine('check'),
          ),
        ]
      : []),
    ...(over > 0
      ? [
          action(
            'stop',
            `${countText(over, 'more license is', 'more licenses are')} in use than you have: SalesScreen makes new users Pending.`,
            commandLine('users licenses'),
          ),
        ]
      : []),
    ...(directory.last === null
      ? [
          action(
            'wrong',
            'No Salesforce users have been read yet, so nothing can be compared with Salesforce.',
            commandLine('sf-users import', '<report.csv>'),
          ),
        ]
      : []),
    ...(days > staleDays
      ? [
          action(
            'wrong',
            `The Salesforce users were last read ${countText(days, 'day')} ago: changes since then are not in this report.`,
            readAgainCommand(directory.last),
          ),
        ]
      : []),
    ...(autoSync === null && hasPeople
      ? [
          action(
            'open',
            'No one has confirmed that automatic sync is off in SalesScreen.',
            commandLine('settings set', 'auto-sync', 'off'),
          ),
        ]
      : []),
    ...(hasPeople ? [] : [action('open', 'There are no users yet.', commandLine('guide'))]),
  ]
}

function peopleActions({ people: { standings, pending }, licenses, drift, team }: ReportFacts): Action[] {
  const todo = (options: Readonly<Record<string, string>> = {}) =>
    withOptions(commandLine('todo'), { ...(team === null ? {} : { team }), ...options })
  const outside = standings['not-in-salesscreen']
  const { inactive, frozen } = licenses.spare
  const deactivate = licenses.spare['to-deactivate']
  const { kinds, changedUsers: changed } = drift
  const doubtful = kinds['id-used-twice'] + kinds.crossed
  const about: readonly (readonly [number, Action])[] = [
    [pending.total, action('stop', pendingText(pending), commandLine('users licenses'))],
    [
      doubtful,
      action(
        'wrong',
        `${countText(doubtful, 'mapping')} may be wrong: one person's data may show up for another.`,
        withOptions(commandLine('check'), { fix: true }),
      ),
    ],
    [
      inactive,
      action(
        'wrong',
        `${countText(inactive, 'user')} ${isOrAre(inactive)} inactive in Salesforce and still active in SalesScreen.`,
        withOptions(commandLine('check'), { fix: true }),
      ),
    ],
    [
      deactivate,
      action(
        'wrong',
        `${countText(deactivate, 'user')} ${isOrAre(deactivate)} deactivated in sfsync, but not yet in SalesScreen.`,
        todo({ kind: 'deactivate' }),
      ),
    ],
    [
      changed,
      action(
        'wrong',
        `${countText(changed, 'mapped user')} changed in Salesforce: new name, new address, or no longer there.`,
        withOptions(commandLine('check'), { fix: true }),
      ),
    ],
    [
      frozen,
      action(
        'wrong',
        `${countText(frozen, 'user')} ${isOrAre(frozen)} frozen in Salesforce. A Salesforce admin can unfreeze them.`,
        commandLine('sf-users frozen'),
      ),
    ],
    [
      standings['salesforce-unknown'],
      action(
        'wrong',
        `${countText(standings['salesforce-unknown'], 'mapped user')} may or may not be active in Salesforce: the last read does not say.`,
        commandLine('sf-users refresh'),
      ),
    ],
    [
      standings['no-team'],
      action(
        'open',
        `${countText(standings['no-team'], 'user')} ${isOrAre(standings['no-team'])} not on a team, so no data shows.`,
        commandLine('assign-team'),
      ),
    ],
    [
      standings['not-mapped'],
      action(
        'open',
        `${countText(standings['not-mapped'], 'user')} ${isOrAre(standings['not-mapped'])} not mapped, so no data shows.`,
        commandLine('review'),
      ),
    ],
    [
      standings.waiting,
      action(
        'open',
        `${countText(standings.waiting, 'person', 'people')} ${isOrAre(standings.waiting)} waiting to be entered in SalesScreen.`,
        todo(),
      ),
    ],
    [
      outside,
      action(
        'open',
        `${countText(outside, 'active Salesforce user')} ${isOrAre(outside)} not in SalesScreen.`,
        outside === 1 ? commandLine('create-user') : createManyCommand,
      ),
    ],
  ]
  return about.flatMap(([count, each]) => (count > 0 ? [each] : []))
}

function pendingText({ rows, total }: ReportFacts['people']['pending']): string {
  const users = `${countText(total, 'user')} ${isOrAre(total)} Pending and ${total === 1 ? 'has' : 'have'} no license`
  const days = rows.find(({ daysLeft }) => daysLeft !== null)?.daysLeft ?? null
  if (days === null) return `${users}. SalesScreen deactivates Pending users after ${pendingLimitDays} days.`
  const first = total === 1 ? 'the user' : 'the first of them'
  if (days < 0)
    return `${users}. SalesScreen deactivates ${first} any day: the ${pendingLimitDays} days are over.`
  const when = days === 0 ? 'within a day' : `in ${countText(days, 'day')}`
  return `${users}. SalesScreen deactivates ${first} ${when}.`
}

function action(level: Action['level'], text: string, command: CommandLine | null): Action {
  return { level, text, command }
}

function isOrAre(count: number): string {
  return count === 1 ? 'is' : 'are'
}

/** Whole days between two moments; none if the second one is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 86_400_000))
}
