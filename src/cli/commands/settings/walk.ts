import { SfsyncError } from '../../../core/errors.ts'
import type { Context } from '../../context.ts'
import { type ExitCode } from '../../exit-codes.ts'
import { attestStepOne } from '../../settings/step-one.ts'
import { walkThrough } from '../../walk-through.ts'
import { runSettingsCheck } from './check.ts'

export interface SettingsOptions {
  /** Words that are no subcommand. */
  readonly words: readonly string[]
}

/** `settings` alone: walks through step 1 on a terminal, and says what is missing anywhere else. */
export async function runSettings(options: SettingsOptions, context: Context): Promise<ExitCode> {
  const [word] = options.words
  if (word !== undefined)
    throw new SfsyncError('usage', `settings has no subcommand "${word}"`, {
      actions: ['use one of: list, get, set, unset, check, path'],
    })
  if (!context.canAsk)
    throw new SfsyncError(
      'usage',
      'settings needs a subcommand where nobody can be asked: list, get, set, unset, check or path',
      {
        actions: ['sfsync settings list', 'sfsync settings check'],
      },
    )
  await walkThrough(context, 'sfsync settings', () => attestStepOne(context))
  return await runSettingsCheck({}, context)
}
