import { countText } from '../../core/text.ts'
import { defineCommand } from '../command.ts'
import type { Context } from '../context.ts'
import { type DumpCounts, dumpText } from '../../app/dump.ts'
import { throwIfInterrupted } from '../../app/interrupts.ts'
import { requireSafeToWrite } from '../../app/output-files.ts'
import { jsonDocument } from '../output/render.ts'
import { given } from '../../core/values.ts'

export interface DumpOptions {
  /** Standard output if `-` or missing. */
  readonly file?: string
  readonly history: boolean
}

export const dumpCommand = defineCommand({
  name: 'dump',
  description: 'export the ledger as sorted NDJSON (reproducible; the directory is not included)',
  examples: [
    { command: 'sfsync dump ledger.ndjson', purpose: 'for git: one row per line' },
    {
      command: 'sfsync dump --history | ssh elsewhere sfsync load -',
      purpose: 'move to another machine, with the history',
    },
  ],
  declare: (command) =>
    command
      .argument('[file]', 'file to write; standard output if - or omitted')
      .option('--history', 'include the history, to move to another machine'),
  options: ([file], flags): DumpOptions => ({ ...given({ file }), history: flags.history === true }),
  run: runDump,
})

export async function runDump({ file, history }: DumpOptions, context: Context): Promise<void> {
  const toFile = file !== undefined && file !== '-'
  if (toFile) await requireSafeToWrite(context, file, { what: 'a dump', isOurs: isDump })
  const ledger = await context.ledger()
  const dumped: DumpCounts = { rows: 0, changeSets: 0 }
  await ledger.readTransaction(async () => {
    const text = unlessInterrupted(dumpText(ledger, history, dumped), context)
    if (toFile) await context.dependencies.writeFile(file, text)
    else for await (const piece of text) await context.stdout.write(piece)
  })
  if (toFile && (context.format === 'json' || context.format === 'ndjson'))
    await context.stdout.write(jsonDocument({ file, ...dumped }, context.format))
  const changeSets = history ? `, ${countText(dumped.changeSets, 'change set')}` : ''
  await context.note(`${countText(dumped.rows, 'row')}${changeSets}`)
}

function isDump(firstLine: string): boolean {
  return firstLine.startsWith('{"sfsync":"dump"')
}

// The read transaction must end before the ledger is used again.
async function* unlessInterrupted(
  pieces: AsyncIterable<string>,
  { dependencies }: Context,
): AsyncGenerator<string> {
  for await (const piece of pieces) {
    await throwIfInterrupted(dependencies.interrupted)
    yield piece
  }
}
