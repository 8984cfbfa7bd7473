import { row, type Row } from './row.ts'

/** What is gone through one at a time on the terminal. */
export const walks: readonly Row[] = [
  row(['todo', 'walk'], { people: [] }),
  row(['todo', 'walk', 'ada', '--kind', 'map,unmap', '--team', 'Sales'], {
    people: ['ada'],
    kinds: ['map', 'unmap'],
    team: 'Sales',
  }),
]
