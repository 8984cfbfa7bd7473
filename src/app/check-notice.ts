import { createHash } from 'node:crypto'
import { SfsyncError } from '../core/errors.ts'
import { countText, numberText } from '../core/text.ts'
import { type AppContext, tryVariable } from './context.ts'
import { throwIfInterrupted } from './interrupts.ts'
import type { RunMemory } from './ports.ts'

/** What makes a finding another one. */
export interface NoticedFinding {
  readonly kind: string
  readonly userId: string | null
  readonly email: string | null
  readonly salesforceUserId: string | null
  readonly name: string | null
  readonly text: string
  readonly since: string | null
}

/** What is checked, and the command that learns of changes; another one of these is told of everything anew. */
export interface NoticeRequest {
  /** As the admin typed it, for the shell. */
  readonly command: string
  readonly since?: string
  readonly pendingDays: number
}

// Their text says for how many days, and would change every day.
const countsDays: ReadonlySet<string> = new Set(['pending', 'waiting'])

/** A finding in 16 characters, the same as long as it is true. */
export function findingKey({
  kind,
  userId,
  email,
  salesforceUserId,
  name,
  text,
  since,
}: NoticedFinding): string {
  const says = countsDays.has(kind) ? null : text
  return shortHash([kind, userId, email, salesforceUserId, name, says, since])
}

function shortHash(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}

/** How findings differ from those of the last run, and which ones to remember. */
export interface NoticeChange {
  readonly added: number
  readonly gone: number
  readonly keys: readonly string[]
}

/** Compares findings by their keys. Where not everything could be checked, one that is not found may still be there. */
export function noticeChange(
  before: Iterable<string>,
  found: Iterable<string>,
  isComplete: boolean,
): NoticeChange {
  const [old, now] = [new Set(before), new Set(found)]
  const added = [...now].filter((key) => !old.has(key))
  const gone = [...old].filter((key) => !now.has(key))
  return isComplete
    ? { added: added.length, gone: gone.length, keys: [...now] }
    : { added: added.length, gone: 0, keys: [...old, ...added] }
}

/** Tells a command of the admin of the findings when they are not those that it was told of last. */
export class CheckNotice<Finding extends NoticedFinding> {
  readonly #context: AppContext
  readonly #command: string
  readonly #memory: RunMemory
  readonly #findings: Finding[] = []

  private constructor(context: AppContext, command: string, memory: RunMemory) {
    this.#context = context
    this.#command = command
    this.#memory = memory
  }

  /** Throws `ledger-busy` while another process does the same. */
  static async open<Finding extends NoticedFinding>(
    context: AppContext,
    { command, since, pendingDays }: NoticeRequest,
  ): Promise<CheckNotice<Finding>> {
    if ((context.dependencies.environment[tryVariable] ?? '') !== '')
      throw new SfsyncError(
        'usage',
        'check --notify really runs its command, so it does not run inside sfsync try',
        {
          actions: ['leave out --notify there'],
        },
      )
    const name = `notify-${shortHash([command, since ?? null, pendingDays])}`
    const memory = await context.dependencies.openMemory(await context.store(), name)
    return new CheckNotice<Finding>(context, command, memory)
  }

  /** The same findings, remembered as they pass. */
  async *noting(pages: AsyncIterable<readonly Finding[]>): AsyncGenerator<readonly Finding[]> {
    for await (const page of pages) {
      for (const each of page) this.#findings.push(each)
      yield page
    }
  }

  /** Runs the command with the findings as a text where they changed. Throws `failure` where it fails: the next run tries again. */
  async send(isComplete: boolean, textOf: (findings: readonly Finding[]) => Promise<string>): Promise<void> {
    const last = await this.#memory.read()
    const found = this.#findings.map((each) => findingKey(each))
    const { added, gone, keys } = noticeChange(last?.split('\n').filter(Boolean) ?? [], found, isComplete)
    if (added + gone > 0) {
      await this.#run(await textOf(this.#findings))
      await this.#context.note(
        `the --notify command was run: ${countText(added, 'new finding')}, ${numberText(gone)} resolved`,
      )
    } else await this.#context.detail('the --notify command was not run: nothing changed since its last run')
    if (added + gone > 0 || last === undefined)
      await this.#memory.write(keys.map((key) => `${key}\n`).join(''))
  }

  async #run(input: string): Promise<void> {
    const { interrupted, runShell } = this.#context.dependencies
    const { exitCode } = await runShell(this.#command, input)
    await throwIfInterrupted(interrupted)
    if (exitCode === 0) return
    throw new SfsyncError('failure', `the --notify command failed with exit code ${exitCode}`, {
      actions: ['fix the command; the next sfsync check --notify runs it again'],
    })
  }

  close(): void {
    this.#memory.close()
  }
}
