import { type ConfigurationName, keyNamed } from '../../config/keys.ts'
import { problemWithValue } from '../../config/problem-with-value.ts'
import { SfsyncError } from '../../core/errors.ts'
import { confirm, tellTyped, type WriteOptions } from '../carry-out.ts'
import type { Context } from '../context.ts'
import { visible } from '../output/visible.ts'
import { jsonDocument } from '../output/json.ts'

/** Writes one key of the user's own `.sfsyncrc`, or takes it away (value null); comments stay. */
export async function setLocal(
  context: Context,
  name: ConfigurationName,
  value: string | null,
  { dryRun, prompted }: WriteOptions & { readonly prompted: boolean },
): Promise<void> {
  const problem = value === null ? undefined : problemWithValue(keyNamed(name), value)
  if (problem !== undefined) throw new SfsyncError('usage', problem)
  const { userFile: file } = context.configuration
  const line = visible(value === null ? `- ${name}  (${file})` : `~ ${name} = ${value}  (${file})`)
  if (prompted && !dryRun) await confirm(context, () => context.stderr.write(`${line}\n`))
  if (!dryRun) await context.parts.editConfiguration(file, name, value)
  if (context.format === 'json' || context.format === 'ndjson') {
    const document = {
      changeSet: null,
      changes: [],
      warnings: overruled(context, name),
      next: [],
      file,
      name,
      value,
    }
    await context.stdout.write(jsonDocument(document, context.format))
  } else {
    await context.stdout.write(`${line}\n`)
    if (dryRun) await context.note('dry run: nothing was written')
    for (const warning of overruled(context, name)) await context.warn(warning)
  }
  if (prompted)
    await tellTyped(context, ['settings', ...wordsOf(name, value), ...(dryRun ? ['--dry-run'] : [])])
}

function wordsOf(name: ConfigurationName, value: string | null): string[] {
  return value === null ? ['unset', name] : ['set', name, value]
}

function overruled(context: Context, name: ConfigurationName): string[] {
  const { origin } = context.configuration.settings[name]
  if (origin.from === 'environment') return [`${origin.variable} is set and wins over the file`]
  if (origin.from === 'project') return [`${origin.file} sets ${name}, too, and wins`]
  return []
}
