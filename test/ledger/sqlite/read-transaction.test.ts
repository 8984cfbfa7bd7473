import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { dumpText } from '../../../src/app/dump.ts'
import { planOf } from '../../../src/core/change.ts'
import type { Ledger } from '../../../src/ledger/ledger.ts'
import { openSqliteLedger } from '../../../src/ledger/sqlite/open.ts'
import { aMapping, aStamp, aTeam, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** Two who have the same ledger open, as two processes have. */
async function twoReaders(): Promise<readonly [Ledger, Ledger]> {
  const path = join(temporaryFolder(), 'ledger.sqlite')
  const both = [await openSqliteLedger(path), await openSqliteLedger(path)] as const
  onTestFinished(async () => {
    for (const ledger of both) await ledger.close()
  })
  return both
}

async function linesOf(text: AsyncIterable<string>, between: () => Promise<void>): Promise<string[]> {
  const pieces: string[] = []
  for await (const piece of text) {
    pieces.push(piece)
    await between()
  }
  return pieces.join('').trimEnd().split('\n')
}

function entityOf(line: string): unknown {
  return JSON.parse(line).entity ?? JSON.parse(line).sfsync
}

test('a dump is of one moment, although another writes between any two of its pieces', async () => {
  const [reader, writer] = await twoReaders()
  await writer.commit(planOf([change.team(null, aTeam('North'))]), aStamp())
  let written = 0
  const writeMore = async () => {
    const name = `person${(written += 1)}`
    const rows = [change.user(null, aUser(name)), change.mapping(null, aMapping(name))]
    await writer.commit(planOf(rows), aStamp())
  }
  const dump = async () =>
    await reader.readTransaction(
      async () => await linesOf(dumpText(reader, true, { rows: 0, changeSets: 0 }), writeMore),
    )
  expect((await dump()).map((line) => entityOf(line))).toEqual(['dump', 'team', 'changeSet', 'change', 'end'])
  const known = written
  const then = (await dump()).map((line) => entityOf(line))
  expect(then.filter((entity) => entity === 'mapping')).toHaveLength(known)
  expect(then.filter((entity) => entity === 'changeSet')).toHaveLength(known + 1)
})

test('the ledger can be written again by the one who has read, also when reading failed', async () => {
  const [reader] = await twoReaders()
  const failure = new Error('nobody listens')
  await expect(reader.readTransaction(async () => await Promise.reject(failure))).rejects.toBe(failure)
  const committed = await reader.commit(planOf([change.user(null, aUser('ada'))]), aStamp())
  expect(committed).toMatchObject({ number: 1 })
})
