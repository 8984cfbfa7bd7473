import type Database from 'better-sqlite3'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { DirectoryRefresh, RefreshScope, RefreshedRead, StagedRead } from '../ledger.ts'
import { ledgerFailure } from './errors.ts'
import { personColumns, personValues } from './rows.ts'
import { mergeRefresh, openStagingFile, removeStagingFile, type StagingFile } from './merge-refresh.ts'

/** A refresh whose people wait in a file beside the ledger until all of them are there. */
export class SqliteRefresh implements DirectoryRefresh {
  readonly startedAt: string
  readonly resumed: DirectoryRefresh['resumed']
  readonly #file: StagingFile
  readonly #ledger: Database.Database
  readonly #aim: RefreshScope
  #frozenIsKnown = false

  /** Opens the file beside the ledger at `path`. */
  constructor(ledger: Database.Database, path: string, aim: RefreshScope, startedAt: string, anew: boolean) {
    this.#ledger = ledger
    this.#aim = aim
    this.#file = told(`${path}.${aim.kind}`, () =>
      openStagingFile(`${path}.${aim.kind}`, aim, startedAt, anew),
    )
    this.startedAt = this.#file.startedAt
    this.resumed = this.#file.resumed ? { people: this.people(), left: this.#pieces() } : undefined
  }

  add(people: readonly SalesforceUser[], done: string, left: readonly string[]): void {
    const { database } = this.#file
    this.#inOneStep(() => {
      // What is there already may be newer than the page.
      this.#write('insert or ignore', people)
      database.prepare('delete from piece where piece = ?').run(done)
      const keep = database.prepare('insert or ignore into piece values (?)')
      for (const piece of left) keep.run(piece)
    })
  }

  update(people: readonly SalesforceUser[], gone: readonly SalesforceUserId[]): readonly SalesforceUserId[] {
    const { database } = this.#file
    return this.#inOneStep(() => {
      const different = people
        .filter((person) => !this.#holds(person))
        .map((person) => person.salesforceUserId)
      this.#write('insert or replace', people)
      const back = database.prepare('delete from gone where salesforce_user_id = ?')
      for (const { salesforceUserId } of people) back.run(salesforceUserId)
      const remove = database.prepare('delete from person where salesforce_user_id = ?')
      const note = database.prepare('insert or ignore into gone values (?)')
      for (const salesforceUserId of gone) {
        if (remove.run(salesforceUserId).changes > 0) different.push(salesforceUserId)
        note.run(salesforceUserId)
      }
      return different
    })
  }

  frozen(everyFrozen: readonly SalesforceUserId[]): void {
    this.#frozenIsKnown = true
    this.#inOneStep(() => {
      this.#file.database.exec('delete from frozen')
      const note = this.#file.database.prepare('insert or ignore into frozen values (?)')
      for (const salesforceUserId of everyFrozen) note.run(salesforceUserId)
    })
  }

  people(): number {
    const { database } = this.#file
    return told(
      this.#file.path,
      () =>
        database.prepare<[], { people: number }>('select count(*) as people from person').get()?.people ?? 0,
    )
  }

  async finish(read: RefreshedRead): Promise<StagedRead> {
    const { path, run, database } = this.#file
    database.close()
    const merged = told(path, () =>
      mergeRefresh(this.#ledger, path, {
        run,
        aim: this.#aim,
        read,
        frozenIsKnown: this.#frozenIsKnown,
      }),
    )
    return await Promise.resolve({
      ...merged,
      keep: async () => {
        await merged.keep()
        removeStagingFile(path)
      },
      discard: async () => {
        await merged.discard()
        // What an interrupted refresh had kept is not a dry run's to lose.
        if (this.resumed === undefined) removeStagingFile(path)
      },
    })
  }

  async interrupt(): Promise<void> {
    // News are few: they are asked for again.
    const isWorthKeeping = this.#aim.kind === 'everybody' && this.people() > 0
    this.#file.database.close()
    if (!isWorthKeeping) removeStagingFile(this.#file.path)
    await Promise.resolve()
  }

  async forget(): Promise<void> {
    this.#file.database.close()
    removeStagingFile(this.#file.path)
    await Promise.resolve()
  }

  #pieces(): string[] {
    const rows = this.#file.database
      .prepare<[], { piece: string }>('select piece from piece order by piece')
      .all()
    return rows.map(({ piece }) => piece)
  }

  #write(how: 'insert or ignore' | 'insert or replace', people: readonly SalesforceUser[]): void {
    const places = personColumns.map(() => '?').join(', ')
    const statement = this.#file.database.prepare(`${how} into person values (${places})`)
    for (const person of people) statement.run(...personValues(person))
  }

  #holds(person: SalesforceUser): boolean {
    const places = personColumns.map(() => '?').join(', ')
    return (
      this.#file.database
        .prepare(
          `select 1 from person where salesforce_user_id = ? and (${personColumns.join(', ')}) is (${places})`,
        )
        .get(person.salesforceUserId, ...personValues(person)) !== undefined
    )
  }

  #inOneStep<Result>(work: () => Result): Result {
    return told(this.#file.path, () => this.#file.database.transaction(work)())
  }
}

function told<Result>(path: string, work: () => Result): Result {
  try {
    return work()
  } catch (error) {
    throw ledgerFailure(error, path)
  }
}
