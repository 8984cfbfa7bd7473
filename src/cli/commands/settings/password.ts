import { serverOf } from '../../../config/secrets/pass-file.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { commandLine, withOptions } from '../../../core/hint.ts'
import { isPostgres } from '../../../core/store-address.ts'
import { given } from '../../../core/values.ts'
import { defineCommand } from '../../command.ts'
import type { Context } from '../../context.ts'
import { jsonDocument } from '../../output/render.ts'

export interface SettingsPasswordOptions {
  readonly file?: string
  readonly remove: boolean
}

export const settingsPasswordCommand = defineCommand({
  name: 'password',
  summary: 'save the password of a ledger on a server',
  description:
    'save the password of your database role for a ledger on a PostgreSQL server, in the keyring or in a file readable only by you',
  examples: [
    { command: 'sfsync settings password', purpose: 'type or paste it; it is not shown' },
    { command: 'sfsync settings password --file -', purpose: 'from standard input' },
    { command: 'sfsync settings password --remove', purpose: 'forget it' },
  ],
  declare: (command) =>
    command
      .option('--file <file>', 'the file with the password; - is standard input')
      .option('--remove', 'remove the saved password'),
  options: (_words, flags): SettingsPasswordOptions => ({
    ...given({ file: flags.file }),
    remove: flags.remove === true,
  }),
  run: runSettingsPassword,
})

export async function runSettingsPassword(
  { file, remove }: SettingsPasswordOptions,
  context: Context,
): Promise<void> {
  if (remove && file !== undefined) throw new SfsyncError('usage', '--file and --remove cannot be combined')
  const { store, 'secret-store': secretStore } = context.configuration.settings
  if (!isPostgres(store.value))
    throw new SfsyncError('invalid', `the ledger ${store.value} is a file, which has no password`, {
      actions: [withOptions(commandLine('settings init'), { store: 'postgres://<user>@<host>/<database>' })],
    })
  const { role, host, port } = serverOf(store.value, context.dependencies.environment)
  const owner = `${role} at ${host}:${port}`
  if (remove) {
    const removed = await context.dependencies.removeStorePassword(store.value)
    const what = removed ? `the saved password of ${owner} was removed` : `no password of ${owner} was saved`
    await showStorage(context, null, what)
    return
  }
  const password = await readPassword(file, owner, context)
  const saved = await context.dependencies.saveStorePassword(store.value, password, secretStore.value)
  for (const warning of saved.warnings) await context.warn(warning)
  const place = saved.storage === 'keyring' ? 'the keyring' : 'a file readable only by you'
  await showStorage(context, saved.storage, `the password of ${owner} is saved in ${place}`)
  await context.suggest({ text: 'see whether it works', command: commandLine('doctor') })
}

async function showStorage(context: Context, storage: string | null, text: string): Promise<void> {
  if (context.format === 'json' || context.format === 'ndjson')
    await context.stdout.write(jsonDocument({ storage }, context.format))
  await context.note(text)
}

async function readPassword(file: string | undefined, owner: string, context: Context): Promise<string> {
  if (file === undefined && context.canAsk)
    return await (
      await context.prompts()
    ).secret(`Password of ${owner}`, (text) => (text === '' ? 'the password is empty' : undefined))
  if (file === undefined)
    throw new SfsyncError('usage', 'settings password needs --file <file> when not run in a terminal', {
      actions: [
        {
          text: 'from standard input',
          command: withOptions(commandLine('settings password'), { file: '-' }),
        },
      ],
    })
  const { text, readableByOthers } = await context.dependencies.readSecret(file)
  if (readableByOthers) await context.warn(`others on this machine can read ${file}: chmod 600 ${file}`)
  return text
}
