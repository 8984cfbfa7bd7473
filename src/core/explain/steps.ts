import type { Blame } from '../blame.ts'
import type { OutOfSight } from '../drift.ts'
import { idleness } from '../salesforce-user.ts'
import { fullName } from '../user.ts'
import type { StoryFacts } from './facts.ts'

/** The steps to showing up, in the order in which they are told. */
export const stepNames = ['auto-sync', 'salesscreen', 'active', 'team', 'mapping', 'salesforce'] as const

/** One step: taken, missing, or (null) nobody can tell, because another one comes first or nobody could look. */
export interface Step {
  readonly step: (typeof stepNames)[number]
  readonly ok: boolean | null
  readonly text: string
}

/** Judges every step of one person. */
export function stepsOf(facts: StoryFacts): Step[] {
  return [autoSync(facts), salesscreen(facts), active(facts), team(facts), mapping(facts), salesforce(facts)]
}

function autoSync({ autoSync: fact }: StoryFacts): Step {
  if (fact === null)
    return {
      step: 'auto-sync',
      ok: null,
      text: 'Nobody has attested yet that automatic sync is off: it may create and move people by itself.',
    }
  const { value, attestedBy, attestedAt } = fact
  const by = `as ${attestedBy} attested on ${attestedAt.slice(0, 10)}`
  return {
    step: 'auto-sync',
    ok: value === 'off',
    text:
      value === 'off'
        ? `Automatic sync is off, ${by}.`
        : `Automatic sync is ${value}, ${by}: it creates and moves people by itself.`,
  }
}

function salesscreen({ user }: StoryFacts): Step {
  if (user === null) return { step: 'salesscreen', ok: false, text: 'There is no SalesScreen user.' }
  const nickname = user.nickname === null ? '' : `, called ${user.nickname}`
  const text = `There is a SalesScreen user: ${fullName(user)}, ${user.email}${nickname} (${user.userId}).`
  return { step: 'salesscreen', ok: true, text }
}

function active({ user, blames }: StoryFacts): Step {
  if (user === null) return unknown('active', 'Whether the user is active comes after there is one.')
  const since = sinceText(blames, 'state')
  return { step: 'active', ok: user.state === 'active', text: `The user is ${user.state}${since}.` }
}

function team({ user, teamName, blames }: StoryFacts): Step {
  if (user === null) return unknown('team', 'A team comes after there is a user.')
  return teamName === null
    ? { step: 'team', ok: false, text: 'The user is on no team: no data shows.' }
    : { step: 'team', ok: true, text: `The user is on team ${teamName}${sinceText(blames, 'team')}.` }
}

function mapping({ user, mapping: row, salesforceUserId, blames }: StoryFacts): Step {
  if (user === null)
    return { step: 'mapping', ok: false, text: `Nobody is mapped to ${salesforceUserId ?? 'this person'}.` }
  if (row === null)
    return { step: 'mapping', ok: false, text: 'The user is not mapped to a Salesforce user.' }
  const seen = row.seenName === null ? '' : `, called ${row.seenName} at that time`
  return {
    step: 'mapping',
    ok: true,
    text: `The user is mapped to ${row.salesforceUserId}${sinceText(blames, 'mapping')}${seen}.`,
  }
}

function sinceText(blames: readonly Blame[], what: string): string {
  const found = blames.find((each) => each.what === what)
  if (found === undefined || found.at === null || found.changeSet === null) return ''
  return ` since ${found.at.slice(0, 10)} (${found.actor ?? 'nobody known'}, change set ${found.changeSet})`
}

function salesforce(facts: StoryFacts): Step {
  const { salesforceUserId: id, salesforceUser: person, outOfSight, idleSince, lastRead } = facts
  if (outOfSight !== null) return unknown('salesforce', unseenText(outOfSight, facts))
  if (id === null)
    return unknown('salesforce', 'Whom to look for in Salesforce is known once the user is mapped.')
  if (person === null) {
    const looked = lastRead === null ? '' : ` (${lastRead.origin}, read ${lastRead.at.slice(0, 10)})`
    return unknown(
      'salesforce',
      lastRead === null
        ? unseenText('directory-unread', facts)
        : `The directory${looked} does not know ${id}: it may have been read with fewer rights, for fewer types of users, from another org, or the ID is wrong.`,
    )
  }
  const idle = idleness(person)
  const who = `${person.name} (${id})`
  if (idle !== null) {
    const since = idleSince === null ? '' : ` since ${idleSince.slice(0, 10)}`
    return { step: 'salesforce', ok: false, text: `${who} is ${idle} in Salesforce${since}.` }
  }
  return person.active === null
    ? unknown('salesforce', unseenText('state-untold', facts))
    : { step: 'salesforce', ok: true, text: `${who} is active in Salesforce.` }
}

/** Why nobody could look, as a sentence. */
export function unseenText(why: OutOfSight, { lastRead }: Pick<StoryFacts, 'lastRead'>): string {
  const origin = lastRead?.origin ?? 'the directory'
  switch (why) {
    case 'directory-unread':
      return 'Could not look: nobody has been read from Salesforce yet.'
    case 'other-org':
      return `Could not look: the directory was read from another org (${origin}) than the user was mapped in.`
    case 'state-untold':
      return `Could not look: ${origin} does not tell who is active.`
  }
}

function unknown(step: Step['step'], text: string): Step {
  return { step, ok: null, text }
}
