import type * as z from 'zod/mini'
import { SfsyncError } from '../core/errors.ts'
import { commandLine } from '../core/hint.ts'
import { parseJson } from '../core/text.ts'

/** The value of a JSON text in the ledger; `what` says where it is. Throws `ledger-unusable`: someone changed it without sfsync. */
export function storedJson<S extends z.ZodMiniType>(schema: S, json: string, what: string): z.output<S> {
  const result = schema.safeParse(parseJson(json))
  if (result.success) return result.data
  throw new SfsyncError('ledger-unusable', `${what} in the ledger cannot be read`, {
    actions: [commandLine('doctor')],
    cause: result.error,
  })
}
