import { Command } from 'commander'
import { decideForget } from '../../../core/decide-decision.ts'
import { requireAnswers } from '../../ask.ts'
import { carryOut, type WriteOptions } from '../../carry-out.ts'
import type { Context } from '../../context.ts'
import { oneDecision } from '../../decisions/find.ts'
import { type WriteFlags, writeOptions, writing } from '../../flags.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'

export interface DecisionsRemoveOptions extends WriteOptions {
  /** A SalesScreen user, a Salesforce User ID, or both. */
  readonly who: readonly string[]
}

export function decisionsRemoveCommand(handle: Handle): Command {
  const command = new Command('remove')
    .description('take a decision back')
    .argument('[who...]', 'whom it is about: a SalesScreen user, a Salesforce User ID, or both')
    .action((who: string[], flags: WriteFlags) => handle(runDecisionsRemove, { who, ...writeOptions(flags) }))
  return withExamples(writing(command), [
    {
      command: 'sfsync decisions remove ada.lovelace@acme.example 0055g0000004COnAAM',
      purpose: 'these two may be suggested again',
    },
  ])
}

export async function runDecisionsRemove(options: DecisionsRemoveOptions, context: Context): Promise<void> {
  const { who } = options
  requireAnswers(context, 'decisions remove', { '<who>': who[0] })
  const ledger = await context.ledger()
  await carryOut(context, {
    ...options,
    words: ['decisions', 'remove', ...who],
    prompted: false,
    decide: async () => decideForget(await oneDecision(ledger, who)),
  })
}
