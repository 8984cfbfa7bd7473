import { onTestFinished } from 'vitest'
import {
  type RunningSalesforce,
  type SalesforceOptions,
  startSalesforce,
} from '../../support/salesforce-server/server.ts'
import { type Run, sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

/** A home in which somebody works against an org with a token in the environment. */
export interface Workplace {
  readonly home: string
  readonly org: RunningSalesforce
  readonly environment: Readonly<Record<string, string>>
  /** Runs the built program. */
  run(...words: readonly string[]): Promise<Run>
  /** The same with little patience for bad lines. */
  runImpatiently(...words: readonly string[]): Promise<Run>
  /** The IDs of everybody in the directory, without asking the org. */
  people(): Promise<string[]>
}

/** An org of so many people, and a home that has never seen it. */
export async function aWorkplace(options: SalesforceOptions): Promise<Workplace> {
  const org = await startSalesforce(options)
  onTestFinished(async () => await org.close())
  const home = temporaryFolder()
  const environment = {
    SF_ACCESS_TOKEN: org.token,
    SF_ORG_INSTANCE_URL: org.url,
    SFSYNC_TIMEOUT_SECONDS: '30',
  }
  const run = async (...words: readonly string[]) => await sfsync(home, words, { environment })
  return {
    home,
    org,
    environment,
    run,
    runImpatiently: async (...words) =>
      await sfsync(home, words, {
        environment: { ...environment, SFSYNC_TIMEOUT_SECONDS: '2', SFSYNC_RETRY_SECONDS: '1' },
      }),
    people: async () => {
      const words = ['sf-users', 'list', '--all', '--offline', '--format', 'ids', '-q']
      const { exitCode, stdout, stderr } = await run(...words)
      if (exitCode !== 0) throw new Error(`sfsync ${words.join(' ')} ended with ${exitCode}: ${stderr}`)
      return stdout.split('\n').filter(Boolean).toSorted()
    },
  }
}
