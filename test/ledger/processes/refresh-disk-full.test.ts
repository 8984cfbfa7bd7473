import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { contentOf, people, populate } from '../../support/ledger-content.ts'
import { canMount, limitedFiles, smallFileSystem } from '../../support/little-room.ts'
import { ran } from '../../support/processes.ts'
import { startSalesforce } from '../../support/salesforce-server/server.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const rooms = [
  ...(canMount() ? ([['a file system', smallFileSystem]] as const) : []),
  ['a limit on files', limitedFiles] as const,
]
// From "no room for the first page" to "no room for the commit at the end".
const left = [1 << 18, 3 << 18, 5 << 18, 7 << 18, 9 << 18]

test.each(rooms.flatMap(([name, makeRoom]) => left.map((bytes) => ({ name, makeRoom, bytes }))))(
  'a refresh with $bytes bytes left on $name ends with one clear error or is complete',
  async ({ makeRoom, bytes }) => {
    const org = await startSalesforce({ users: { count: 1_000 } })
    onTestFinished(async () => await org.close())
    const home = temporaryFolder()
    const ledger = join(home, 'ledger.sqlite')
    await populate(ledger, people(3))
    const content = contentOf(ledger)
    const room = await makeRoom(home, ledger, bytes)
    const environment = ['env', `SF_ACCESS_TOKEN=${org.token}`, `SF_ORG_INSTANCE_URL=${org.url}`]
    const words = ['sf-users', 'refresh', '--all', '--allow-removals', '3', '--store', room.store]
    const { exitCode, stdout } = await ran(home, [...words, '--json'], {
      before: [...room.before, ...environment],
    })
    if (exitCode !== 0) {
      const { error }: { error: { code: string } } = JSON.parse(stdout)
      expect(error.code).toMatch(/^(?:disk-full|ledger-unusable)$/)
      expect(contentOf(room.look(temporaryFolder()))).toEqual(content)
    }
    room.free()
  },
)
