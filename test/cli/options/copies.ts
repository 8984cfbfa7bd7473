import { row, type Row } from './row.ts'

/** Copies of the ledger: whole, as a page, as lines, or for a script to try. */
export const copies: readonly Row[] = [
  row(['backup'], { force: false }),
  row(['backup', 'monday.sqlite', '--force'], { file: 'monday.sqlite', force: true }),
  row(['restore'], { force: false }),
  row(['restore', 'monday.sqlite', '--force'], { file: 'monday.sqlite', force: true }),
  row(['report'], { anonymous: false, force: false }),
  row(['report', 'north.html', '--team', 'North', '--anonymous', '--force'], {
    file: 'north.html',
    team: 'North',
    anonymous: true,
    force: true,
  }),
  row(['dump'], { history: false }),
  row(['dump', 'ledger.ndjson', '--history'], { file: 'ledger.ndjson', history: true }),
  row(['load'], { rowsOnly: false, dryRun: false }),
  row(['load', '-', '--rows-only', '--dry-run', '--reason', 'moved', '--allow-removals', '12'], {
    file: '-',
    rowsOnly: true,
    dryRun: true,
    reason: 'moved',
    allowRemovals: 12,
  }),
  row(['try'], { command: [] }),
  row(['try', '--keep', '--allow-removals', '12', '--', 'sh', '-c', 'x', '--discard', '--json'], {
    command: ['sh', '-c', 'x', '--discard', '--json'],
    end: 'keep',
    allowRemovals: 12,
  }),
  row(['try', '--discard', '--', 'true'], { command: ['true'], end: 'discard' }),
]
