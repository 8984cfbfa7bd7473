import { row, type Row } from './row.ts'

/** What is gone through one at a time on the terminal. */
export const walks: readonly Row[] = [
  row(['todo', 'walk'], { people: [] }),
  row(['todo', 'walk', 'ada', '--kind', 'map,unmap', '--team', 'Sales'], {
    people: ['ada'],
    kinds: ['map', 'unmap'],
    team: 'Sales',
  }),
  row(['mappings', 'audit'], { sample: 20, dryRun: false }),
  row(
    [
      'mappings',
      'audit',
      '--sample',
      '5',
      '--seed',
      'x',
      '-n',
      '--reason',
      'yearly',
      '--allow-removals',
      '2',
    ],
    { sample: 5, seed: 'x', dryRun: true, reason: 'yearly', allowRemovals: 2 },
  ),
  row(['mappings', 'audit', '--file', '-'], { sample: 20, file: '-', dryRun: false }),
]
