import { json } from './answer.ts'
import type { Resource } from './asked.ts'

/** What of the org's allowance is spent. */
export interface Usage {
  readonly calls: number
  readonly callLimit: number
  readonly bulkJobs: number
}

const bulkJobLimit = 10_000

/** The resource `limits`. */
export function limits(usage: () => Usage): Resource {
  return ({ resource, method }) => {
    if (resource !== 'limits' || method !== 'GET') return undefined
    const { calls, callLimit, bulkJobs } = usage()
    return {
      answer: json({
        DailyApiRequests: limit(callLimit, calls),
        DailyBulkApiBatches: limit(15_000, 0),
        DailyBulkV2QueryFileStorageMB: limit(976_562, 0),
        DailyBulkV2QueryJobs: limit(bulkJobLimit, bulkJobs),
        DataStorageMB: limit(1_073, 100),
      }),
    }
  }
}

/** The header that comes with every answer of the REST API. */
export function usageHeader({ calls, callLimit }: Usage): string {
  return `api-usage=${calls}/${callLimit}`
}

function limit(most: number, spent: number): { readonly Max: number; readonly Remaining: number } {
  return { Max: most, Remaining: Math.max(0, most - spent) }
}
