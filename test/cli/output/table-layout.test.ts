import { describe, expect, test } from 'vitest'
import {
  chooseColumns,
  type Column,
  commandColumn,
  drop,
  emailColumn,
  flagColumn,
  idColumn,
  sentenceColumn,
  textColumn,
} from '../../../src/cli/output/columns.ts'
import { renderTable } from '../../../src/cli/output/table.ts'
import { paintFor } from '../../../src/cli/output/paint.ts'
import { paper } from '../../support/surface.ts'

interface Row {
  readonly name: string
  readonly email: string
  readonly team: string
  readonly active: boolean
  readonly id: string
  readonly why: string
  readonly next: string | null
}

const columns: readonly Column<Row>[] = [
  textColumn('name', 'Name', ({ name }) => name),
  emailColumn('email', 'E-mail', ({ email }) => email),
  textColumn('team', 'Team', ({ team }) => team, drop(2)),
  flagColumn('active', 'Active', ({ active }) => active, drop(1)),
  idColumn('id', 'ID', ({ id }) => id, drop(3)),
  commandColumn('next', 'Next', ({ next }) => next),
]
const why = sentenceColumn<Row>('why', 'Why', (row) => row.why)

const ada: Row = {
  name: 'Ada Lovelace',
  email: 'ada.lovelace@acme.example',
  team: 'Sales North and Far North',
  active: true,
  id: '0055g0000004C92AAE',
  why: 'the user left Salesforce, and nobody else was mapped since',
  next: 'sfsync map ada.lovelace@acme.example 0055g0000004C92AAE',
}

async function shown(room: number, all: readonly Column<Row>[] = columns, rows: readonly Row[] = [ada]) {
  const { surface, text } = await paper(room)
  const { leftOut } = await renderTable(all, [rows], surface)
  return { leftOut, lines: text().split('\n').slice(0, -1) }
}

describe('a table on a terminal', () => {
  test('that is wide enough has all of its columns, the command below', async () => {
    expect(await shown(120)).toEqual({
      leftOut: [],
      lines: [
        'Name          E-mail                     Team                       Active  ID',
        'Ada Lovelace  ada.lovelace@acme.example  Sales North and Far North  yes     0055g0000004C92AAE',
        '  sfsync map ada.lovelace@acme.example 0055g0000004C92AAE',
      ],
    })
  })

  test('cuts texts a little, then leaves columns out in their order', async () => {
    expect(await shown(88)).toEqual({
      leftOut: [],
      lines: [
        'Name          E-mail                     Team                 Active  ID',
        'Ada Lovelace  ada.lovelace@acme.example  Sales North and Fa…  yes     0055g0000004C92AAE',
        '  sfsync map ada.lovelace@acme.example 0055g0000004C92AAE',
      ],
    })
    expect((await shown(80)).leftOut).toEqual(['Active'])
    expect((await shown(70)).leftOut).toEqual(['Team', 'Active'])
    expect(await shown(45)).toEqual({
      leftOut: ['Team', 'Active', 'ID'],
      lines: [
        'Name          E-mail',
        'Ada Lovelace  ada.lovelace@acme.example',
        '  sfsync map ada.lovelace@acme.example 0055g0000004C92AAE',
      ],
    })
  })

  test('never cuts an address: becomes blocks where nothing else helps', async () => {
    expect((await shown(35)).lines.slice(0, 2)).toEqual([
      'Name      E-mail',
      'Ada Lov…  ada.lovelace@acme.example',
    ])
    expect(await shown(32)).toEqual({
      leftOut: [],
      lines: [
        'Name    Ada Lovelace',
        'E-mail',
        '  ada.lovelace@acme.example',
        'Team',
        '  Sales North and Far North',
        'Active  yes',
        'ID      0055g0000004C92AAE',
        'Next    sfsync map ada.lovelace@acme.example 0055g0000004C92AAE',
      ],
    })
  })

  test('never leaves out a column that was asked for', async () => {
    const asked = chooseColumns(columns, ['email', 'id', 'active'], 'table')
    expect(await shown(40, asked)).toMatchObject({ leftOut: [] })
  })

  test('wraps the sentence of its last column, or has it below the line', async () => {
    const last = [...columns.slice(0, 1), why]
    expect((await shown(60, last)).lines).toEqual([
      'Name          Why',
      'Ada Lovelace  the user left Salesforce, and nobody else was',
      '              mapped since',
    ])
    expect((await shown(40, last)).lines).toEqual([
      'Name',
      'Ada Lovelace',
      '  the user left Salesforce, and nobody',
      '  else was mapped since',
    ])
    const middle = [why, ...columns.slice(0, 2)]
    expect((await shown(60, middle)).lines).toEqual([
      'Name          E-mail',
      'Ada Lovelace  ada.lovelace@acme.example',
      '  the user left Salesforce, and nobody else was mapped since',
    ])
  })

  test('keeps its columns on later pages', async () => {
    const rows = Array.from({ length: 1001 }, (_, at) => ({
      ...ada,
      team: at === 0 ? 'N' : 'North',
      next: null,
    }))
    const { lines } = await shown(78, columns, rows)
    expect([lines[0], lines.at(-1)]).toEqual([
      'Name          E-mail                     Team   Active  ID',
      'Ada Lovelace  ada.lovelace@acme.example  North  yes     0055g0000004C92AAE',
    ])
  })

  test('has colors for yes and no that take no room', async () => {
    const { surface, text } = await paper(120, await paintFor(1))
    await renderTable(columns.slice(3, 5), [[ada, { ...ada, active: false }]], surface)
    expect(text().split('\n').slice(1, 3)).toEqual([
      '\u001b[32myes\u001b[39m     0055g0000004C92AAE',
      '\u001b[31mno\u001b[39m      0055g0000004C92AAE',
    ])
  })
})
