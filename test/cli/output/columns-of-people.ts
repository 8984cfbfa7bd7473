import type { Column, Format } from '../../../src/cli/output/columns.ts'
import { renderList } from '../../../src/cli/output/render.ts'
import { paper } from '../../support/surface.ts'

/** A row with a cell of every kind. */
export interface Person {
  readonly id: string | null
  readonly name: string
  readonly active: boolean | null
  readonly calls: number
  readonly seenAt: string | null
}

/** A column of every kind. */
export const columns: readonly Column<Person>[] = [
  { key: 'personId', label: 'Person ID', kind: 'id', value: ({ id }) => id },
  { key: 'name', label: 'Name', kind: 'text', value: ({ name }) => name },
  { key: 'active', label: 'Active', kind: 'flag', value: ({ active }) => active },
  { key: 'calls', label: 'Calls', kind: 'number', value: ({ calls }) => calls },
  { key: 'seenAt', label: 'Seen', kind: 'time', hidden: true, value: ({ seenAt }) => seenAt },
]

/** `aPerson('Ada')` is active, has made 7 calls and was seen yesterday. */
export function aPerson(name: string, rest: Partial<Person> = {}): Person {
  return {
    id: '0055g0000000q1oAAA',
    name,
    active: true,
    calls: 7,
    seenAt: '2026-11-22T11:00:00.000Z',
    ...rest,
  }
}

/** What a list looks like: in a pipe, or on a terminal of so many columns. */
export async function rendered(
  format: Format,
  pages: readonly (readonly Person[])[],
  terminal?: number,
  shown: readonly Column<Person>[] = columns,
): Promise<string> {
  const { surface, text } = await paper(terminal)
  await renderList(shown, pages, format, surface)
  return text()
}
