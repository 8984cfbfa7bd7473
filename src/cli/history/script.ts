import { heard } from '../heard.ts'
import { AsScript, scriptSteps, type Strangers } from '../../core/as-script.ts'
import type { Change, ChangeSetHead } from '../../core/change.ts'
import type { HistoryQuery, Ledger } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { visible } from '../output/visible.ts'

/** Writes the commands that would make the same changes on another ledger, change set by change set, oldest first. */
export async function writeScript(context: Context, ledger: Ledger, query: HistoryQuery): Promise<void> {
  const script = new AsScript()
  // A part of the history speaks of people and teams that it does not tell of.
  const isPart = Object.keys(query).length > 0
  let told = 0
  for await (const heads of wantedHeads(ledger, query))
    for (const head of heads) {
      await writeLines(context, [script.begin(head)])
      const pages = await rereadable(ledger, head)
      for (const step of scriptSteps) {
        if (!script.has(step)) continue
        for await (const page of pages()) {
          await heard(context.parts.interrupted)
          if (isPart) await meet(ledger, script, script.strangers(step, page), head.number)
          await writeLines(context, script.lines(step, page))
        }
      }
      told += 1
    }
  await context.note(`${told} change ${told === 1 ? 'set' : 'sets'}`)
}

async function* wantedHeads(ledger: Ledger, query: HistoryQuery): AsyncGenerator<readonly ChangeSetHead[]> {
  if (query.limit === undefined) {
    yield* ledger.history({ ...query, oldestFirst: true })
    return
  }
  // The newest so many, told from the oldest on.
  const newest: ChangeSetHead[] = []
  for await (const heads of ledger.history(query)) newest.push(...heads)
  yield newest.toReversed()
}

type Pages = () => AsyncIterable<readonly Change[]> | Iterable<readonly Change[]>

// Each step reads the changes again: those of a small change set are kept, a million of them are not.
const mostKept = 10_000

async function rereadable(ledger: Ledger, { number, size }: ChangeSetHead): Promise<Pages> {
  if (size > mostKept) return () => ledger.changesOf(number)
  const kept: Change[] = []
  for await (const page of ledger.changesOf(number)) kept.push(...page)
  return () => [kept]
}

async function meet(
  ledger: Ledger,
  script: AsScript,
  { userIds, teamIds }: Strangers,
  number: number,
): Promise<void> {
  const users = userIds.length === 0 ? [] : await ledger.lastChanges('user', userIds, number)
  const teams = teamIds.length === 0 ? [] : await ledger.lastChanges('team', teamIds, number)
  for (const last of [...users, ...teams]) script.meet(last)
}

async function writeLines(context: Context, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return
  const { stdout } = context
  await stdout.write(lines.map((line) => `${shown(line, context)}\n`).join(''))
}

const command = /^sfsync [a-z-]+/

// Only the command itself is typed otherwise here: a team may be called "sfsync map".
function shown(line: string, context: Context): string {
  if (line.startsWith('#')) return visible(line)
  const typed = line.replace(command, (start) => context.typed(start))
  return context.stdout.isTerminal ? visible(typed) : typed
}
