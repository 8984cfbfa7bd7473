import type { Change, Draft } from '../../core/change.ts'
import { netChanges } from '../../core/net-changes.ts'
import type { Ledger } from '../../ledger/ledger.ts'

/** How a ledger is before a script runs, as far as it tells what the script did. */
export interface Start {
  /** The number of the newest change set; 0 where there is none. */
  readonly newest: number
  readonly reading: string
}

/** What a script has done to a copy. */
export interface Made {
  readonly drafts: readonly Draft[]
  /** What the change sets come to. */
  readonly net: readonly Change[]
  /** The script has read Salesforce users. */
  readonly hasRead: boolean
}

/** Notes how a ledger is. */
export async function startOf(ledger: Ledger): Promise<Start> {
  const { changeSets: newest } = await ledger.counts()
  return { newest, reading: JSON.stringify(await ledger.directory.lastRead()) ?? '' }
}

/** Tells what was done since. */
export async function madeSince(ledger: Ledger, { newest, reading }: Start): Promise<Made> {
  const { newest: last, reading: latest } = await startOf(ledger)
  const drafts: Draft[] = []
  for (let number = newest + 1; number <= last; number += 1) drafts.push(await draftOf(ledger, number))
  return { drafts, net: netChanges(drafts.flatMap(({ changes }) => changes)), hasRead: latest !== reading }
}

async function draftOf(ledger: Ledger, wanted: number): Promise<Draft> {
  const changes: Change[] = []
  for await (const page of ledger.changesOf(wanted)) changes.push(...page)
  let draft: Draft | undefined
  for await (const heads of ledger.history({ number: wanted }))
    for (const { at, actor, command, reason, evidence } of heads)
      draft = { at, actor, command, reason, evidence, changes }
  if (draft === undefined) throw new Error(`change set ${wanted} is not in the copy`)
  return draft
}
