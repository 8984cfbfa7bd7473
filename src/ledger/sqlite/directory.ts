import { existsSync } from 'node:fs'
import type { DirectoryRead, SalesforceUser } from '../../core/salesforce-user.ts'
import type { Directory, DirectoryRefresh, RefreshTarget, StagedImport, StageMode } from '../ledger.ts'
import type { QueryRunner } from './query-runner.ts'
import { DirectoryReads } from './directory-reads.ts'
import { stagingPath } from './schema.ts'

/** The directory, in the same SQLite database as the ledger. */
export class SqliteDirectory extends DirectoryReads implements Directory {
  readonly #run: QueryRunner

  constructor(run: QueryRunner) {
    super(run)
    this.#run = run
  }

  async stage(
    read: DirectoryRead,
    pages: AsyncIterable<readonly SalesforceUser[]>,
    mode: StageMode,
  ): Promise<StagedImport> {
    const { stageRead } = await import('./stage-read.ts')
    await this.#run.ready()
    return this.#guarded(
      await this.#run.guarded(async () => await stageRead(this.#run.connection, read, pages, mode)),
    )
  }

  async beginRefresh(target: RefreshTarget, startedAt: string, anew = false): Promise<DirectoryRefresh> {
    const { SqliteRefresh } = await import('./refresh.ts')
    return new SqliteRefresh(this.#run, target, startedAt, anew)
  }

  async hasInterruptedRefresh(): Promise<boolean> {
    return await Promise.resolve(existsSync(stagingPath(this.#run.path, 'full')))
  }

  // Keeping is what writes to the disk, so a full one shows here.
  #guarded(staged: StagedImport): StagedImport {
    return {
      ...staged,
      without: (added) => this.#guarded(staged.without(added)),
      keep: async () => await this.#run.keep(staged),
      discard: async () => await this.#run.guarded(staged.discard),
    }
  }
}
