import { planOf } from '../../src/core/change.ts'
import type { CompanyFact, Mapping, Team, User } from '../../src/core/model.ts'
import type { DirectoryRead, SalesforceUser } from '../../src/core/salesforce-user.ts'
import { pagesOf } from './all.ts'
import { aRead, aStamp } from './builders.ts'
import { enteredAsDecided, enteredRows } from './entered-worlds.ts'
import { change } from './changes.ts'
import { MemoryLedger } from './memory-ledger.ts'

/** What a ledger holds before a story begins. */
export interface Seed {
  readonly teams?: readonly Team[]
  readonly users?: readonly User[]
  readonly mappings?: readonly Mapping[]
  readonly facts?: readonly CompanyFact[]
  /** Whether All of it is entered in SalesScreen: then nothing is left to enter. */
  readonly isEntered?: boolean
  /** The directory; without it no one has been read yet. */
  readonly people?: readonly SalesforceUser[]
  readonly read?: Partial<DirectoryRead>
}

/** A ledger in memory that holds this; its rows are change set 1 when there are any. */
export async function aLedger(seed: Seed = {}): Promise<MemoryLedger> {
  const ledger = new MemoryLedger()
  const changes = [
    ...(seed.teams ?? []).map((team) => change.team(null, team)),
    ...(seed.users ?? []).map((user) => change.user(null, user)),
    ...(seed.mappings ?? []).map((mapping) => change.mapping(null, mapping)),
    ...(seed.facts ?? []).map((fact) => change.fact(null, fact)),
    ...(seed.isEntered === true ? enteredRows(enteredAsDecided(seed)) : []),
  ]
  if (changes.length > 0) {
    const committed = await ledger.commit(planOf(changes), aStamp())
    if ('conflicts' in committed) throw new Error('the seed breaks a rule of the ledger')
  }
  if (seed.people !== undefined) {
    const staged = await ledger.directory.stage(aRead(seed.read), pagesOf(seed.people), 'replace')
    await staged.keep()
  }
  return ledger
}
