import { defineCommand } from '../command.ts'
import type { SignInWay } from '../../salesforce/salesforce.ts'
import type { Context } from '../context.ts'
import { renderRecord } from '../output/render.ts'
import { isDemo, signedOutColumns, type SignedOutRow, signInWayText } from './login-output.ts'

export const logoutCommand = defineCommand({
  name: 'logout',
  description: 'delete the login of this profile and revoke it in Salesforce',
  examples: [{ command: 'sfsync logout', purpose: 'keeps the ledger and the directory' }],
  declare: (command) => command,
  options: () => ({}),
  run: runLogout,
})

export async function runLogout(_options: object, context: Context): Promise<void> {
  const demo = await isDemo(context)
  const { record, revoked } = demo
    ? { record: undefined, revoked: undefined }
    : await context.dependencies.signOut(context.configuration)
  const row: SignedOutRow = {
    profile: context.profile,
    signedOut: record !== undefined,
    way: record?.way ?? null,
    username: record?.identity ?? null,
    revoked: revoked ?? null,
    stillSignedInBy: demo ? null : otherWay(context),
  }
  if (context.format !== 'table') await renderRecord(signedOutColumns, row, context.format, context.stdout)
  else if (record !== undefined)
    await context.stdout.write(`signed out ${record.identity} (${signInWayText(record.way)})\n`)
  else if (!demo) await context.stdout.write('this profile had no login\n')
  if (revoked === false)
    await context.warn(
      'Salesforce did not confirm that the token was revoked; revoke it in Setup, Connected Apps OAuth Usage',
    )
  if (row.stillSignedInBy !== null)
    await context.warn(`this profile is still signed in through ${signInWayText(row.stillSignedInBy)}`)
}

function otherWay({ configuration: { settings }, dependencies }: Context): SignInWay | null {
  if (settings['target-org'].value !== '') return 'sf-cli'
  return (dependencies.environment[settings['token-variable'].value] ?? '') === '' ? null : 'environment'
}
