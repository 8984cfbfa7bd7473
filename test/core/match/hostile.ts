import type { MatchFacts, UserToMatch } from '../../../src/core/match/suggest.ts'
import { aSalesforceUser, aUser, email } from '../../support/builders.ts'
import { Chance } from './chance.ts'

const firsts =
  'Jan,Johan,J.,Maria,Marie,María,Thomas,Martin,Anna,Åse,Aase,Dr. Per,Jo,王,小明,이,Анна,Per Olav,Olav Per,Per-Olav,Bob,Robert,Xu,O,Jr,'.split(
    ',',
  )
const lasts =
  'Lee,Martin,Thomas,Berg,Bergh,de la Cruz,Delacruz,Cruz,Oliveira Santos,Santos,Mba,Иванов,Ivanov,王,Kim,B,Quist Jr.,Quist,Quist III,Müller,Mueller,ßmann,'.split(
    ',',
  )
const locals =
  'lee lee2 sales jan.lee jlee crew+a crew+b m.berg mberg quist anna 1234 per.olav thomas.martin martin.thomas jan müller +x a+'.split(
    ' ',
  )
const domains = ['acme.example', 'acme.example', 'acme.example', 'old.example', 'gmail.com']

/** A company in which names and addresses are much alike, written badly, or missing. */
export function hostileCompany(seed: number, size: number): MatchFacts {
  const chance = new Chance(seed)
  const local = (first: string, last: string) => {
    const letters = `${first}.${last}`.toLowerCase().replace(/[^a-z.]/g, '')
    const written = letters
      .split('.')
      .filter((word) => word !== '')
      .join('.')
    return written === '' || chance.often(40) ? chance.of(locals) : written
  }
  const taken = new Set<string>()
  const users = Array.from({ length: size }, (_, at): UserToMatch => {
    const [firstName, lastName] = [chance.of(firsts), chance.of(lasts)]
    const wanted = `${local(firstName, lastName)}@${chance.of(domains)}`
    const own = taken.has(wanted) ? `u${at}.${wanted.replace(/^\+/, '')}` : wanted
    taken.add(own)
    const nickname = chance.often(20) ? chance.of(firsts) : null
    return { user: aUser(`u${at}`, { firstName, lastName, email: email(own), nickname }), teamName: null }
  })
  const salesforceUsers = Array.from({ length: size }, (_, at) => {
    const [first, last] = [chance.of(firsts), chance.of(lasts)]
    const address = `${local(first, last)}@${chance.of(domains)}${chance.often(5) ? '.invalid' : ''}`
    const isWhole = chance.often(20)
    return aSalesforceUser(`s${at}`, {
      name: `${first} ${last}`.trim() || address,
      firstName: isWhole || first === '' ? null : first,
      lastName: isWhole || last === '' ? null : last,
      email: chance.often(5) ? null : address,
      username: chance.often(30) ? `s${at}@x.example` : `${address}.p${at}`,
      active: chance.often(80),
      frozen: chance.often(5),
      employeeNumber: chance.often(10) ? '1234' : null,
      federationId: chance.often(10) ? chance.of(locals) : null,
    })
  })
  const rejected = new Set(
    users.flatMap(({ user }) =>
      chance.often(10) ? [user.userId + chance.of(salesforceUsers).salesforceUserId] : [],
    ),
  )
  return { users, salesforceUsers, isRejected: (userId, id) => rejected.has(userId + id) }
}
