import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import type { MatchFacts, UserToMatch } from '../../../src/core/match/suggest.ts'
import type { Chance } from './chance.ts'
import { applyDifference, mailboxes } from './differences.ts'
import { drawFirst, languages } from './names.ts'
import type { GivenName } from './names/language.ts'
import { bare, localOf, newPerson, type Person, type Workplace } from './person.ts'
import {
  addressOf,
  type SalesforceDraft,
  salesforceUserOf,
  type ScreenDraft,
  screenUserOf,
  type Sides,
  usualSides,
} from './sides.ts'
import { patterns, type Style } from './style.ts'

/** An invented company: both sides, and who is who. */
export interface Company {
  readonly facts: MatchFacts
  /** The Salesforce User ID of every SalesScreen user; null for users without a match. */
  readonly truth: ReadonlyMap<string, string | null>
  /** By what the two accounts differ, or what kind of user without a match it is, by user ID. */
  readonly kinds: ReadonlyMap<string, string>
  /** The habits of the company, for those who look into a surprising figure. */
  readonly style: Style
}

interface Draft<Side> {
  readonly side: Side
  readonly kind: string
  readonly target: SalesforceDraft | null
}

/** A company while it is invented. */
export class Invention {
  readonly #chance: Chance
  readonly #style: Style
  readonly #workplace: Workplace
  readonly #directory: SalesforceDraft[] = []
  readonly #users: Draft<ScreenDraft>[] = []
  readonly #people: Person[] = []
  readonly #screenAddresses = new Set<string>()
  #freeMailTwins: number

  constructor(chance: Chance, style: Style) {
    this.#chance = chance
    this.#style = style
    this.#workplace = { chance, style, taken: new Set(), names: new Set() }
    this.#freeMailTwins = style.freeMailTwins ? 5 + chance.below(4) : 0
  }

  get userCount(): number {
    return this.#users.length
  }

  get salesforceCount(): number {
    return this.#directory.length
  }

  addPair(): void {
    const at = this.#chance.next() * 1000
    if (at < 28) return this.#idleBeside()
    if (at < 35) return this.#secondAccountOfAdmin()
    if (at < 40) return this.#recycledAddress()
    if (at < 50) return this.#namesakes()
    if (at < 57) return this.#siblings()
    if (at < 61) return this.#twoUsers()
    if (at < 64) return this.#integrationBeside()
    return this.#usualPair()
  }

  #usualPair(): void {
    const [person, sides] = this.#person()
    if (this.#freeMailTwins > 0 && this.#chance.often(30)) {
      this.#freeMailTwins -= 1
      sides.screen.email = `${person.local}@gmail.com`
      this.#pair(sides, 'private address, same local part')
      return
    }
    if (this.#chance.often(67)) {
      this.#pair(sides, this.#unchanged(sides))
      return
    }
    const kind = applyDifference(this.#chance, this.#style, person, sides)
    const isTwice =
      kind !== null &&
      this.#chance.often(12) &&
      applyDifference(this.#chance, this.#style, person, sides) !== null
    this.#claimAddresses(person, sides)
    this.#pair(sides, isTwice ? 'two differences' : (kind ?? this.#unchanged(sides)))
  }

  /** A new address at work is of one person only, unless it is a shared mailbox. */
  #claimAddresses(person: Person, sides: Sides): void {
    const { taken } = this.#workplace
    const { domain, oldDomain } = this.#style
    const claim = (email: string): string => {
      const [local = '', host = ''] = email.split('@')
      if (
        (host !== domain && host !== oldDomain) ||
        bare(local) === bare(person.local) ||
        mailboxes.has(local)
      )
        return email
      let own = local
      for (let number = 2; taken.has(bare(own)) && !claimed.has(own); number += 1) own = `${local}${number}`
      taken.add(bare(own))
      claimed.add(own)
      return `${own}@${host}`
    }
    const claimed = new Set<string>()
    const before = sides.salesforce.email
    sides.screen.email = claim(sides.screen.email)
    sides.salesforce.email = claim(before)
    sides.salesforce.username = sides.salesforce.username.replace(before, sides.salesforce.email)
  }

  /** What still differs where nobody made a mistake. */
  #unchanged({ salesforce, screen }: Sides): string {
    const { screenPattern, pattern, oldDomain } = this.#style
    if (screenPattern !== pattern) return 'other form of address in the whole company'
    if (oldDomain !== null) return 'renamed domain'
    return salesforce.email === screen.email ? 'identical' : 'two differences'
  }

  #person(shared: Parameters<typeof newPerson>[1] = {}): [Person, Sides] {
    const person = newPerson(this.#workplace, shared)
    this.#people.push(person)
    return [person, usualSides(this.#chance, this.#style, person)]
  }

  #pair({ salesforce, screen }: Sides, kind: string): void {
    this.#directory.push(salesforce)
    this.#user(screen, kind, salesforce)
  }

  #user(screen: ScreenDraft, kind: string, target: SalesforceDraft | null): void {
    // SalesScreen has every address once.
    const [local = '', domain = ''] = screen.email.split('@')
    for (let number = 2; this.#screenAddresses.has(screen.email); number += 1)
      screen.email = `${local}${number}@${domain}`
    this.#screenAddresses.add(screen.email)
    this.#users.push({ side: screen, kind, target })
  }

  #idleBeside(): void {
    const [person, sides] = this.#person()
    const idle = { ...sides.salesforce, active: false, federationId: null }
    const [local = '', domain = ''] = idle.email.split('@')
    switch (this.#chance.below(4)) {
      case 0:
        idle.email = `${local}.old@${domain}`
        break
      case 1:
        idle.email = addressOf(
          this.#style,
          localOf(this.#chance.of(patterns), person, this.#style),
          'salesforce',
        )
        break
      case 2:
        // The active account has a new address, the idle one that which SalesScreen knows.
        if (this.#chance.often(40))
          sides.salesforce.email = addressOf(
            this.#style,
            localOf(this.#chance.of(patterns), person, this.#style),
            'salesforce',
          )
        break
      default:
        break
    }
    idle.username = this.#chance.often(50) ? `${local}.old@${domain}` : `x${idle.username}`
    if (this.#chance.often(50)) idle.employeeNumber = null
    sides.salesforce.active = true
    this.#directory.push(idle)
    this.#pair(sides, 'old idle account beside')
  }

  #secondAccountOfAdmin(): void {
    const [, sides] = this.#person()
    const second = { ...sides.salesforce, federationId: null, employeeNumber: null }
    const [local = '', domain = ''] = second.email.split('@')
    second.email = this.#chance.of([
      `adm.${local}@${domain}`,
      `admin+${local}@${domain}`,
      `${local}+admin@${domain}`,
      second.email,
    ])
    second.username = `${this.#chance.of(['adm.', 'admin.', 'admin+', 'sysadmin.'])}${sides.salesforce.username}`
    if (this.#chance.often(25)) second.last = `${second.last} (Admin)`
    sides.salesforce.active = true
    this.#directory.push(second)
    this.#pair(sides, "admin's second account beside")
  }

  #integrationBeside(): void {
    const [, sides] = this.#person()
    this.#directory.push(this.#integration(sides.salesforce.email))
    this.#pair(sides, 'integration user with the same address')
  }

  #integration(email: string): SalesforceDraft {
    const name = this.#chance.of([
      'Integration',
      'API',
      'Data Loader',
      'Marketo Sync',
      'ERP Interface',
      'Pardot',
    ])
    return {
      first: this.#chance.often(50) ? '' : name,
      last: this.#chance.often(50) ? 'User' : name,
      email,
      username: `${name.toLowerCase().replaceAll(' ', '.')}${this.#directory.length}@${this.#style.domain}`,
      active: true,
      type: this.#chance.often(30) ? 'CloudIntegrationUser' : 'Standard',
      federationId: null,
      employeeNumber: null,
      team: 'IT',
      manager: null,
    }
  }

  /** Somebody who begins with the same letter, so that short forms of address are equal. */
  #similarFirst(person: Person): GivenName {
    const language = languages.get(person.code)
    if (language === undefined) return person.first
    const letter = (person.first.latin[0] ?? '').slice(0, 1)
    let found = drawFirst(this.#chance, language, person.isWoman)
    for (let attempt = 0; attempt < 40; attempt += 1) {
      if (found.latin[0] !== person.first.latin[0] && found.latin[0]?.startsWith(letter)) break
      found = drawFirst(this.#chance, language, person.isWoman)
    }
    return found
  }

  #leaverAndNewcomer(): [SalesforceDraft, Person, Sides] {
    const [leaver, old] = this.#person()
    const isShort = ['flast', 'f.last', 'lastf', 'first'].includes(this.#style.pattern)
    const shared =
      this.#style.pattern === 'first'
        ? { first: leaver.first }
        : { first: this.#similarFirst(leaver), last: leaver.last }
    const [newcomer, sides] = this.#person({
      code: leaver.code,
      isWoman: leaver.isWoman,
      ...(isShort || this.#chance.often(45) ? shared : {}),
    })
    old.salesforce.active = false
    sides.screen.email = old.screen.email
    return [old.salesforce, newcomer, sides]
  }

  #recycledAddress(): void {
    const [leaver, , sides] = this.#leaverAndNewcomer()
    this.#directory.push(leaver)
    this.#pair(sides, 'recycled address')
  }

  #namesakes(): void {
    const [person, sides] = this.#person()
    const { code, isWoman, first, last } = person
    const [, others] = this.#person({ code, isWoman, first, last })
    this.#pair(sides, 'namesake')
    const at = this.#chance.next()
    if (at < 0.4) this.#pair(others, 'namesake')
    else if (at < 0.8) this.#directory.push(others.salesforce)
    else this.#user(others.screen, 'ghost: namesake', null)
  }

  #siblings(): void {
    const [person, sides] = this.#person()
    const { code, isWoman, last } = person
    const isJunior = this.#chance.often(20)
    const [, others] = this.#person({
      code,
      isWoman,
      last,
      first: isJunior ? person.first : this.#similarFirst(person),
    })
    if (isJunior)
      others.salesforce.last =
        others.screen.last = `${others.screen.last}${this.#chance.of([' Jr.', ' II', ''])}`
    this.#pair(sides, 'relative')
    const at = this.#chance.next()
    if (at < 0.4) this.#pair(others, 'relative')
    else if (at < 0.7) this.#directory.push(others.salesforce)
    else this.#user(others.screen, 'ghost: relative', null)
  }

  #twoUsers(): void {
    const [person, sides] = this.#person()
    const second: ScreenDraft = {
      ...sides.screen,
      state: this.#chance.often(60) ? 'deactivated' : 'active',
      email: this.#chance.often(50)
        ? `${localOf('first.last', person, this.#style)}${this.#chance.below(99)}@gmail.com`
        : addressOf(this.#style, localOf(this.#chance.of(patterns), person, this.#style), 'screen'),
    }
    this.#pair(sides, 'two users of one person')
    this.#user(second, 'two users of one person', sides.salesforce)
  }

  /** A SalesScreen user without a Salesforce account; half of them resemble somebody who has one. */
  addGhost(): void {
    const chance = this.#chance
    const at = chance.next()
    if (at < 0.04) {
      const [leaver, , sides] = this.#leaverAndNewcomer()
      this.#directory.push(leaver)
      this.#user(sides.screen, 'ghost: recycled address', null)
      return
    }
    const like = chance.of(this.#people)
    const { code, isWoman, first, last } = like
    const [shared, kind] =
      at < 0.22
        ? [{ code, last }, 'ghost: same last name']
        : at < 0.4
          ? [{ code, isWoman, first }, 'ghost: same first name']
          : at < 0.5
            ? [{ code, isWoman, last, first: this.#similarFirst(like) }, 'ghost: look-alike']
            : at < 0.515
              ? [{ code, isWoman, first, last }, 'ghost: namesake']
              : at < 0.55
                ? [{}, 'ghost: not a person']
                : [{}, 'ghost: nobody alike']
    const [person, { screen }] = this.#person(shared)
    // Whoever has no account cannot be in somebody's place later.
    this.#people.pop()
    if (kind === 'ghost: not a person') {
      screen.first = chance.of(['Sales', 'Screen', 'Test', 'TV', 'Lobby', 'Demo'])
      screen.last = chance.of(['Team', 'User', 'Display', 'Account', this.#style.domain.split('.')[0] ?? ''])
      screen.nickname = null
      screen.email = `${screen.first}.${screen.last}@${this.#style.domain}`.toLowerCase()
    } else if (chance.often(22)) {
      const form = chance.of(['first.last', 'flast', 'firstl', 'first'] as const)
      screen.email = `${localOf(form, person, this.#style)}${chance.often(50) ? chance.below(99) : ''}@${chance.of(['gmail.com', 'gmail.com', 'outlook.com', 'yahoo.com'])}`
    }
    this.#user(screen, kind, null)
  }

  /** A Salesforce user without a SalesScreen account. */
  addSalesforceOnly(): void {
    const chance = this.#chance
    if (chance.often(2)) {
      this.#directory.push(
        this.#integration(addressOf(this.#style, chance.of(['it', 'crm', 'admin']), 'salesforce')),
      )
      return
    }
    const like = chance.often(6) && this.#people.length > 0 ? chance.of(this.#people) : undefined
    const [, { salesforce }] = this.#person(like === undefined ? {} : { code: like.code, last: like.last })
    if (chance.often(35)) salesforce.active = false
    if (chance.often(3)) salesforce.type = 'PowerPartner'
    this.#directory.push(salesforce)
  }

  // Salesforce has every username once.
  #tellUsernamesApart(): void {
    const taken = new Set<string>()
    for (const draft of this.#directory) {
      const [local = '', end = ''] = draft.username.split('@')
      for (let number = 2; taken.has(draft.username); number += 1) draft.username = `${local}${number}@${end}`
      taken.add(draft.username)
    }
  }

  finished(): Company {
    const ids = new Map<SalesforceDraft, string>()
    this.#tellUsernamesApart()
    const order = this.#chance.shuffled(this.#directory)
    const salesforceUsers = order.map((draft, number): SalesforceUser => {
      const user = salesforceUserOf(this.#chance, this.#style, draft, number)
      ids.set(draft, user.salesforceUserId)
      return user
    })
    const names = new Set(order.map(({ first, last }) => `${first} ${last}`))
    const truth = new Map<string, string | null>()
    const kinds = new Map<string, string>()
    const users = this.#chance.shuffled(this.#users).map(({ side, kind, target }, number): UserToMatch => {
      const user = screenUserOf(this.#chance, this.#style, side, number)
      truth.set(user.user.userId, target === null ? null : (ids.get(target) ?? null))
      const isNamesake = target === null && names.has(`${side.first} ${side.last}`)
      kinds.set(user.user.userId, isNamesake ? 'ghost: namesake' : kind)
      return user
    })
    return { facts: { users, salesforceUsers, isRejected: () => false }, truth, kinds, style: this.#style }
  }
}
