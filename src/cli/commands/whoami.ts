import { defineCommand } from '../command.ts'
import { given } from '../../core/values.ts'
import { liveRequest } from '../../app/directory/refresh.ts'
import type { Configuration } from '../../config/keys.ts'
import { commandLine } from '../../core/hint.ts'
import type { Context } from '../context.ts'
import { renderRecord } from '../output/render.ts'
import { isDemo, whoAmIColumns, type WhoAmIRow } from './login-output.ts'

export interface WhoAmIOptions {
  readonly targetOrg?: string
}

export const whoAmICommand = defineCommand({
  name: 'whoami',
  description: 'show who is signed in, to which org, and what they may do',
  examples: [
    { command: 'sfsync whoami', purpose: 'exit code 4 if not signed in' },
    {
      command: 'sfsync whoami --json',
      purpose: 'for scripts: permissions are true, false, or null if unknown',
    },
  ],
  declare: (command) =>
    command.option('--target-org <org>', "use an org of the Salesforce CLI instead of this profile's login"),
  options: (_words, { targetOrg }) => given({ targetOrg }),
  run: runWhoAmI,
})

export async function runWhoAmI(options: WhoAmIOptions, context: Context): Promise<void> {
  const columns = whoAmIColumns(context.format)
  if (await isDemo(context)) {
    await renderRecord(columns, await demoRow(context), context.format, context.stdout)
    return
  }
  const configuration = withTargetOrg(context.configuration, options.targetOrg)
  const connection = await liveRequest(context, configuration)
  const who = await context.dependencies.whoAmI(connection)
  const stored = await context.dependencies.storedLogin(configuration)
  const { way, identity } = connection.session
  const own = stored?.way === way && stored.identity === identity?.identity ? stored : undefined
  const row = {
    ...who,
    profile: context.profile,
    way,
    secretStorage: own?.secretStorage ?? null,
    signedInAt: own?.signedInAt ?? null,
  }
  await renderRecord(columns, row, context.format, context.stdout)
  if (who.apiEnabled === false)
    await context.warn({
      text: 'this user may not use the API, so sfsync cannot read this org; import an exported report',
      command: commandLine('sf-users import', '<report.csv>'),
    })
  else if (who.unknownBecause !== null)
    await context.note(`could not check what this user may do: ${who.unknownBecause}`)
  if (who.viewAllUsers === false)
    await context.note('without View All Users, an org with private sharing may hide users from sfsync')
}

async function demoRow({ dependencies, profile }: Context): Promise<WhoAmIRow> {
  const { read } = await dependencies.readDemo()
  return {
    username: read.identity,
    name: null,
    email: null,
    userId: null,
    organizationId: read.organizationId,
    organizationName: null,
    sandbox: null,
    instanceUrl: null,
    apiVersion: null,
    callsLeft: null,
    callsAllowed: null,
    apiEnabled: null,
    viewAllUsers: null,
    manageUsers: null,
    profile,
    way: null,
    secretStorage: null,
    signedInAt: null,
  }
}

function withTargetOrg(configuration: Configuration, targetOrg: string | undefined): Configuration {
  if (targetOrg === undefined) return configuration
  const setting = { value: targetOrg, origin: { from: 'flag' } } as const
  return { ...configuration, settings: { ...configuration.settings, 'target-org': setting } }
}
