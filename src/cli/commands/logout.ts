import { defineCommand } from '../command.ts'
import type { SignInWay } from '../../salesforce/salesforce.ts'
import type { Context } from '../context.ts'
import { renderRecord } from '../output/render.ts'
import { signedOutColumns, type SignedOutRow, signInWayText } from './login-output.ts'

export const logoutCommand = defineCommand({
  name: 'logout',
  summary: 'sign out of Salesforce',
  description: 'delete the login of this profile and revoke it in Salesforce',
  examples: [{ command: 'sfsync logout', purpose: 'the ledger and the directory stay' }],
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
  if (context.format === 'table') await context.stdout.write(inWords(row, demo))
  else await renderRecord(signedOutColumns, row, context.format, context.stdout)
  if (revoked === false)
    await context.warn(
      'Salesforce did not confirm that it took the token back: end it in Setup, Connected Apps OAuth Usage',
    )
  if (row.stillSignedInBy !== null)
    await context.warn(`${signInWayText(row.stillSignedInBy)} still signs this profile in`)
}

function inWords({ signedOut, username, way }: SignedOutRow, demo: boolean): string {
  if (demo) return ''
  if (!signedOut || way === null) return 'this profile had no login\n'
  return `signed out ${username} (${signInWayText(way)})\n`
}

function otherWay({ configuration: { settings }, dependencies }: Context): SignInWay | null {
  if (settings['target-org'].value !== '') return 'sf-cli'
  return (dependencies.environment[settings['token-variable'].value] ?? '') === '' ? null : 'environment'
}

/** Says that the demo profile has nobody to sign in; true there. */
export async function isDemo(context: Context): Promise<boolean> {
  if (context.profile !== 'demo') return false
  await context.note('the profile demo has a sample org built in and needs no login')
  return true
}
