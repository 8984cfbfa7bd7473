import { type CompanyFactName, parseFactValue } from '../../core/company.ts'
import { decideSetFact, decideUnsetFact } from '../../core/decide-fact.ts'
import { SfsyncError } from '../../core/errors.ts'
import { carryOut, type WriteOptions } from '../carry-out.ts'
import type { Context } from '../context.ts'

/** Records what an admin saw in SalesScreen, who and when. */
export async function setFact(
  context: Context,
  name: CompanyFactName,
  text: string,
  options: WriteOptions & { readonly by?: string; readonly prompted: boolean },
): Promise<void> {
  const parsed = parseFactValue(name, text)
  if ('reason' in parsed) throw new SfsyncError('usage', parsed.reason)
  const ledger = await context.ledger()
  const attestedBy = options.by ?? context.actor
  await carryOut(context, {
    ...options,
    words: ['settings', 'set', name, parsed.value, ...(options.by === undefined ? [] : ['--by', options.by])],
    decide: async () => {
      const before = (await ledger.facts()).find((fact) => fact.name === name) ?? null
      return decideSetFact(before, { name, value: parsed.value, attestedBy, attestedAt: context.now() })
    },
  })
}

/** Takes an attestation away. */
export async function unsetFact(
  context: Context,
  name: CompanyFactName,
  options: WriteOptions & { readonly prompted: boolean },
): Promise<void> {
  const ledger = await context.ledger()
  await carryOut(context, {
    ...options,
    words: ['settings', 'unset', name],
    decide: async () =>
      decideUnsetFact(name, (await ledger.facts()).find((fact) => fact.name === name) ?? null),
  })
}
