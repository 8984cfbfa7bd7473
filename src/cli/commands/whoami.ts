import { defineCommand } from '../command.ts'
import type { Context } from '../context.ts'
import { liveRequest } from '../../app/directory/refresh.ts'
import { renderRecord } from '../output/render.ts'
import { whoAmIColumns, type WhoAmIRow } from './login-output.ts'
import { isDemo } from './logout.ts'
import type { Configuration } from '../../config/keys.ts'
import { given } from '../../core/values.ts'

export interface WhoAmIOptions {
  readonly targetOrg?: string
}

export const whoAmICommand = defineCommand({
  name: 'whoami',
  summary: 'show who is signed in, and to which org',
  description: 'show who is signed in, to which org, and what they may do',
  examples: [
    { command: 'sfsync whoami', purpose: 'exit code 4 when nobody is signed in' },
    {
      command: 'sfsync whoami --json',
      purpose: 'for scripts: permissions are true, false, or null for "could not look"',
    },
  ],
  declare: (command) =>
    command.option('--target-org <org>', "an org of the Salesforce CLI instead of this profile's login"),
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
  const request = await liveRequest(context, configuration)
  const who = await context.dependencies.whoAmI(request)
  const stored = await context.dependencies.storedLogin(configuration)
  const { way, identity } = request.session
  const own = stored?.way === way && stored.identity === identity?.identity ? stored : undefined
  await renderRecord(
    columns,
    {
      ...who,
      profile: context.profile,
      way,
      secretRests: own?.secretRests ?? null,
      signedInAt: own?.signedInAt ?? null,
    },
    context.format,
    context.stdout,
  )
  if (who.apiEnabled === false)
    await context.warn(
      'this user may not use the API: sfsync cannot read this org; read an exported report: sfsync sf-users import <report.csv>',
    )
  if (who.viewAllUsers === false)
    await context.note('without View All Users an org with private sharing may hide people from sfsync')
}

async function demoRow(context: Context): Promise<WhoAmIRow> {
  const { read } = await context.dependencies.readDemo()
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
    profile: context.profile,
    way: null,
    secretRests: null,
    signedInAt: null,
  }
}

/** The configuration with the org of the Salesforce CLI that was named as a flag. */
export function withTargetOrg(configuration: Configuration, targetOrg: string | undefined): Configuration {
  if (targetOrg === undefined) return configuration
  const settings = {
    ...configuration.settings,
    'target-org': { value: targetOrg, origin: { from: 'flag' } },
  } as const
  return { ...configuration, settings }
}
