import type { Change } from '../change.ts'
import type { Team, User } from '../model.ts'
import { fold } from '../text.ts'

/** A user as the script has it; the e-mail address may be a temporary one of the script. */
export type ScriptedUser = Omit<User, 'email'> & { readonly email: string }

/** What the commands of a script have led to so far: the names of users and teams, and the users whom no command can remove. */
export class ScriptNames {
  readonly #emails = new Map<string, string>()
  readonly #teams = new Map<string, Team>()
  // Users that were removed in the history still exist for the script.
  readonly #removed = new Map<string, ScriptedUser>()
  readonly #removedAt = new Map<string, string>()
  // The users whose e-mail address the present change set gives up, by address: only these can change hands within it.
  #released = new Map<string, string>()

  knowsUser(userId: string): boolean {
    return this.#emails.has(userId)
  }

  knowsTeam(teamId: string): boolean {
    return this.#teams.has(teamId)
  }

  email(userId: string): string {
    return this.#emails.get(userId) ?? userId
  }

  team(teamId: string): string {
    return this.#teams.get(teamId)?.name ?? teamId
  }

  setEmail(userId: string, email: string): void {
    this.#emails.set(userId, email)
  }

  /** The team as the script has it, otherwise as the history had it. */
  teamNow(team: Team): Team {
    return this.#teams.get(team.teamId) ?? team
  }

  setTeam(team: Team): void {
    this.#teams.set(team.teamId, team)
  }

  deleteTeam(teamId: string): void {
    this.#teams.delete(teamId)
  }

  /** Another team that has this name, compared folded. */
  nameHolder({ teamId, name }: Team): Team | undefined {
    const folded = fold(name)
    return [...this.#teams.values()].find((each) => each.teamId !== teamId && fold(each.name) === folded)
  }

  /** Another team that has this key. */
  keyHolder({ teamId, key }: Team): Team | undefined {
    return [...this.#teams.values()].find(
      (each) => each.teamId !== teamId && key !== null && each.key === key,
    )
  }

  /** Forgets the addresses that the previous change set gave up. */
  startChangeSet(): void {
    this.#released = new Map()
  }

  /** Remembers an address that the change set gives up. */
  noteReleasedEmail({ entity, key, before, after }: Change): void {
    if (entity === 'user' && before !== null && before.email !== after?.email)
      this.#released.set(before.email, key)
  }

  /** The other user who still has this address in the script, although the change set gives it up. */
  emailHolder(email: string, userId: string): string | undefined {
    const holder = this.#released.get(email)
    return holder !== undefined && holder !== userId && this.#emails.get(holder) === email
      ? holder
      : undefined
  }

  /** The user who was removed in the history and still has this address in the script. */
  removedAt(email: string): ScriptedUser | undefined {
    return this.#removed.get(this.#removedAt.get(email) ?? '')
  }

  /** The removed user who can become this user again: the same one, otherwise the one with the same address. */
  reviveRemoved({ userId, email }: User): ScriptedUser | undefined {
    const found = this.#removed.get(userId) ?? this.removedAt(email)
    if (found === undefined) return undefined
    this.#removed.delete(found.userId)
    this.#removedAt.delete(found.email)
    return found
  }

  /** Notes that a user was removed in the history. */
  markRemoved(user: ScriptedUser): void {
    this.#emails.delete(user.userId)
    this.#removed.set(user.userId, user)
    this.#removedAt.set(user.email, user.userId)
  }

  /** Gives a removed user another address. */
  renameRemoved(user: ScriptedUser, email: string): void {
    this.#removedAt.delete(user.email)
    this.markRemoved({ ...user, email })
  }
}
