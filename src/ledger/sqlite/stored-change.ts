import * as z from 'zod/mini'
import type { Change } from '../../core/change.ts'
import { SfsyncError } from '../../core/errors.ts'
import { changeSchema } from '../row-schemas.ts'
import type { ChangeTable } from './schema.ts'

/** A row of `change` as the change it holds; throws `ledger-unusable` where it cannot be read. */
export function storedChange(row: Omit<ChangeTable, 'position'>): Change {
  const json = `{"entity":${JSON.stringify(row.entity)},"key":${JSON.stringify(row.key)},"before":${row.before ?? 'null'},"after":${row.after ?? 'null'}}`
  return {
    ...parsed(changeSchema, json, row.change_set),
    ...(row.origin === null ? {} : { origin: row.origin }),
    ...(row.evidence === null ? {} : { evidence: row.evidence }),
  }
}

const evidence = z.array(z.string())

/** The evidence of a change set, kept as a JSON array of sentences. */
export function storedEvidence(json: string, number: number): readonly string[] {
  return parsed(evidence, json, number)
}

function parsed<S extends z.ZodMiniType>(schema: S, json: string, number: number): z.output<S> {
  const result = schema.safeParse(parsedJson(json))
  if (result.success) return result.data
  throw new SfsyncError('ledger-unusable', `change set ${number} in the ledger's history cannot be read`, {
    actions: ['run: sfsync doctor'],
    cause: result.error,
  })
}

function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
