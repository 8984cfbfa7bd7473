import type { Change } from '../change.ts'
import type { Team, User } from '../model.ts'
import { fold } from '../text.ts'

/** A user as the script knows them: the address may be one of its own. */
export type ScriptedUser = Omit<User, 'email'> & { readonly email: string }

/** What the commands of a script have made so far: how users and teams are called, and who stayed behind. */
export class ScriptNames {
  readonly #emails = new Map<string, string>()
  readonly #teams = new Map<string, Team>()
  // Who was removed in the history is still there for the script.
  readonly #leftOver = new Map<string, ScriptedUser>()
  readonly #leftOverAt = new Map<string, string>()
  // Whose e-mail address this change set gives up: the only ones that can change hands within it.
  #leaving = new Map<string, string>()

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

  /** The team as the script left it, else as the history found it. */
  teamNow(team: Team): Team {
    return this.#teams.get(team.teamId) ?? team
  }

  setTeam(team: Team): void {
    this.#teams.set(team.teamId, team)
  }

  deleteTeam(teamId: string): void {
    this.#teams.delete(teamId)
  }

  /** The other team that has this name; names are compared folded. */
  nameHolder({ teamId, name }: Team): Team | undefined {
    const folded = fold(name)
    return [...this.#teams.values()].find((each) => each.teamId !== teamId && fold(each.name) === folded)
  }

  /** The other team that has this key. */
  keyHolder({ teamId, key }: Team): Team | undefined {
    return [...this.#teams.values()].find(
      (each) => each.teamId !== teamId && key !== null && each.key === key,
    )
  }

  /** Notes which addresses the next change set gives up. */
  startLeaving(): void {
    this.#leaving = new Map()
  }

  noteLeaving({ entity, key, before, after }: Change): void {
    if (entity === 'user' && before !== null && before.email !== after?.email)
      this.#leaving.set(before.email, key)
  }

  /** The user of the script who still has an address that is about to be somebody else's. */
  emailHolder(email: string, userId: string): string | undefined {
    const holder = this.#leaving.get(email)
    return holder !== undefined && holder !== userId && this.#emails.get(holder) === email
      ? holder
      : undefined
  }

  /** Somebody who was removed in the history and has this address in the script. */
  leftOverAt(email: string): ScriptedUser | undefined {
    return this.#leftOver.get(this.#leftOverAt.get(email) ?? '')
  }

  /** Takes up who can become this user again: the very one that was removed, else who has the address. */
  takeUp({ userId, email }: User): ScriptedUser | undefined {
    const found = this.#leftOver.get(userId) ?? this.leftOverAt(email)
    if (found === undefined) return undefined
    this.#leftOver.delete(found.userId)
    this.#leftOverAt.delete(found.email)
    return found
  }

  leaveOver(user: ScriptedUser): void {
    this.#emails.delete(user.userId)
    this.#leftOver.set(user.userId, user)
    this.#leftOverAt.set(user.email, user.userId)
  }

  /** Gives the left over user another address. */
  moveLeftOver(user: ScriptedUser, email: string): void {
    this.#leftOverAt.delete(user.email)
    this.leaveOver({ ...user, email })
  }
}
