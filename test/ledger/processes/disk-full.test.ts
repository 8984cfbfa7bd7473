import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { salesforceUserIdOf } from '../../support/builders.ts'
import { contentOf, people, populate, reportOf } from '../../support/ledger-content.ts'
import { canMount, limitedFiles, type MakeRoom, smallFileSystem } from '../../support/little-room.ts'
import { ran } from '../../support/processes.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const everybody = people(50)

const assignTeam = ['assign-team', ...everybody.map((name) => `${name}@example.com`), 'North']
const map = ['map', 'person0001@example.com', salesforceUserIdOf('person0001')]

interface Story {
  readonly place: string
  readonly makeRoom: MakeRoom
  readonly left: number
  readonly command: string
  readonly words: readonly string[]
  readonly told: (store: string) => { readonly code: string; readonly message: string }
}

const full: Story['told'] = (store) => ({
  code: 'disk-full',
  message: `the disk is full; the ledger ${store} was not changed`,
})
const failed: Story['told'] = (store) => ({
  code: 'ledger-unusable',
  message: `reading or writing the ledger ${store} failed (SQLITE_IOERR_WRITE); nothing was changed`,
})

/** Every command where nothing is left, and an import where there is room to begin and none to commit. */
function storiesOf(place: string, makeRoom: MakeRoom, told: Story['told']): Story[] {
  const nothing = { place: `${place} with nothing left`, makeRoom, left: 0, told: full }
  return [
    { ...nothing, command: 'assign-team', words: assignTeam },
    { ...nothing, command: 'map', words: map },
    { ...nothing, command: 'sf-users import', words: [] },
    {
      place: `${place} with a little left`,
      makeRoom,
      left: 1 << 18,
      told,
      command: 'sf-users import',
      words: [],
    },
  ]
}

// The first is the real thing, where the machine allows it; the second takes its place anywhere else.
const stories = [
  ...(canMount() ? storiesOf('on a file system', smallFileSystem, full) : []),
  ...storiesOf('under a limit on files', limitedFiles, failed),
]

test.each(stories)(
  '$command $place fails with one clear error, loses nothing, and works once there is room',
  async ({ makeRoom, left, words, told }) => {
    const home = temporaryFolder()
    const report = join(home, 'people.csv')
    writeFileSync(report, reportOf(people(5000)))
    const ledger = join(home, 'ledger.sqlite')
    await populate(ledger, everybody)
    const content = contentOf(ledger)
    const room = await makeRoom(home, ledger, left)
    const command = [...(words.length > 0 ? words : ['sf-users', 'import', report]), '--store', room.store]
    const { exitCode, stdout, stderr } = await ran(home, [...command, '--json'], room)
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ error: told(room.store) })
    expect(contentOf(room.look(newFolder(home, 'after')))).toEqual(content)
    expect(await ran(home, command, { before: room.free() })).toMatchObject({ exitCode: 0 })
    const written = contentOf(room.look(newFolder(home, 'written')))
    expect(written).toMatchObject({ integrity: 'ok', references: [] })
    expect(written).not.toEqual(content)
  },
)

function newFolder(home: string, name: string): string {
  const folder = join(home, name)
  mkdirSync(folder)
  return folder
}
