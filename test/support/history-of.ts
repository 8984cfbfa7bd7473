import type { ChangeSet, ChangeSetHead } from '../../src/core/change.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { all } from './all.ts'

/** Every change set of a ledger with its changes, newest first. */
export async function historyOf(ledger: Ledger): Promise<ChangeSet[]> {
  const heads = await all(ledger.history({}))
  return await Promise.all(heads.map(async (head) => await whole(ledger, head)))
}

async function whole(ledger: Ledger, head: ChangeSetHead): Promise<ChangeSet> {
  const { number, at, actor, command, reason, evidence } = head
  return { number, at, actor, command, reason, evidence, changes: await all(ledger.changesOf(number)) }
}
