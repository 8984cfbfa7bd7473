import { defineCommand } from '../command.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../../app/exit-codes.ts'
import { writeList } from '../shared-flags.ts'
import type { LinkFinding, LinkName } from '../../salesforce/salesforce.ts'
import type { Column } from '../output/columns.ts'
import type { Configuration } from '../../config/keys.ts'
import { SfsyncError } from '../../core/errors.ts'
import { liveRequest } from '../../app/directory/refresh.ts'
import type { LiveRequest } from '../../app/ports.ts'
import { signInWayText } from './login-output.ts'

export const doctorCommand = defineCommand({
  name: 'doctor',
  summary: 'check the setup and the connection',
  description:
    'check versions, paths, permissions, the ledger, and each link of the connection to Salesforce',
  examples: [
    { command: 'sfsync doctor', purpose: 'when something is odd; exit code 1 when it finds a problem' },
  ],
  declare: (command) => command,
  options: () => ({}),
  run: runDoctor,
})

export async function runDoctor(_options: object, context: Context): Promise<ExitCode> {
  const findings = [...(await ownFindings(context)), ...(await linkFindings(context))]
  await writeList(context, findingColumns, [findings], {})
  return findings.some(({ result }) => result === 'problem') ? exitCodes.failure : exitCodes.done
}

/** What doctor found of one thing. */
export interface Finding extends Pick<LinkFinding, 'result' | 'detail'> {
  readonly check: string
}

/** The columns of `doctor`. */
export const findingColumns: readonly Column<Finding>[] = [
  { key: 'check', label: 'Check', kind: 'id', value: ({ check }) => check },
  { key: 'result', label: 'Result', kind: 'text', value: ({ result }) => result },
  { key: 'detail', label: 'Detail', kind: 'text', value: ({ detail }) => detail },
]

// Whoever asks what is wrong waits for the answer.
const mostSeconds = 10

const names: Readonly<Record<LinkName, string>> = {
  dns: 'dns',
  proxy: 'proxy',
  tls: 'tls',
  login: 'login',
  api: 'api',
  permissions: 'permissions',
  clock: 'clock',
  calls: 'calls left',
}

/** What each link of the chain to Salesforce is like. */
export async function linkFindings(context: Context): Promise<Finding[]> {
  if (context.profile === 'demo')
    return [
      {
        check: 'connection',
        result: 'ok',
        detail: 'not needed: the profile demo has a sample org built in',
      },
    ]
  const configuration = inAHurry(context.configuration)
  const access = await accessOf(context, configuration)
  const { environment, interrupted } = context.dependencies
  const found = await context.dependencies.testLinks({
    access,
    address: await knownAddress(context, configuration),
    environment,
    seconds: secondsOf(configuration),
    interrupted,
  })
  return found.map((finding) => inWords(context, finding, access))
}

function inAHurry(configuration: Configuration): Configuration {
  const { 'timeout-seconds': timeout } = configuration.settings
  if (Number(timeout.value) <= mostSeconds) return configuration
  return {
    ...configuration,
    settings: { ...configuration.settings, 'timeout-seconds': { ...timeout, value: String(mostSeconds) } },
  }
}

function secondsOf({ settings }: Configuration): number {
  return Number(settings['timeout-seconds'].value)
}

async function accessOf(context: Context, configuration: Configuration): Promise<LiveRequest | SfsyncError> {
  try {
    return { ...(await liveRequest(context, configuration)), retrySeconds: 1 }
  } catch (error) {
    if (!(error instanceof SfsyncError) || error.code === 'interrupted') throw error
    return error
  }
}

async function knownAddress({ dependencies }: Context, configuration: Configuration): Promise<string> {
  const stored = await dependencies.storedLogin(configuration)
  return stored?.instanceUrl ?? configuration.settings['instance-url'].value
}

function inWords(
  context: Context,
  { link, result, detail, actions }: LinkFinding,
  access: LiveRequest | SfsyncError,
): Finding {
  const nobody = access instanceof SfsyncError
  const by = link === 'login' && result === 'ok' && !nobody ? `, by ${signInWayText(access.session.way)}` : ''
  // Without a login everything but the live org works, so that alone is no problem.
  const harmless = link === 'login' && nobody && access.code === 'login-needed' && access.rows.length === 0
  return {
    check: names[link],
    result: harmless ? 'warning' : result,
    detail: [detail + by, ...actions.map((action) => context.typed(action))].join('; '),
  }
}

/** What sfsync itself stands on: versions, configuration, ledger. */
export async function ownFindings(context: Context): Promise<Finding[]> {
  return [...versions(context), ...(await configurationFiles(context)), ...(await ledgerFile(context))]
}

function versions({ dependencies }: Context): Finding[] {
  return [
    { check: 'sfsync', result: 'ok', detail: dependencies.version },
    { check: 'node', result: 'ok', detail: `${dependencies.nodeVersion} on ${dependencies.platform}` },
  ]
}

async function configurationFiles({ configuration, profile, dependencies }: Context): Promise<Finding[]> {
  const { projectFile, userFile } = configuration
  const hasUserFile = (await dependencies.describeFile(userFile)) !== undefined
  return [
    { check: 'profile', result: 'ok', detail: profile },
    { check: 'project file', result: 'ok', detail: projectFile ?? 'none' },
    { check: 'user file', result: 'ok', detail: hasUserFile ? userFile : `none (${userFile})` },
  ]
}

async function ledgerFile(context: Context): Promise<Finding[]> {
  const path = context.configuration.settings.store.value
  const file = await context.dependencies.describeFile(path)
  if (file === undefined)
    return [{ check: 'ledger', result: 'ok', detail: `${path} (made by the first command that needs it)` }]
  const findings: Finding[] = [
    {
      check: 'ledger',
      result: file.writable ? 'ok' : 'problem',
      detail: file.writable ? path : `${path} cannot be written`,
    },
  ]
  if (context.dependencies.platform !== 'win32') {
    const mode = (file.mode & 0o777).toString(8)
    const open = (file.mode & 0o077) !== 0
    findings.push({
      check: 'ledger permissions',
      result: open ? 'warning' : 'ok',
      detail: open ? `others can read it (${mode}): chmod 600 ${path}` : `only you can read it (${mode})`,
    })
  }
  return [...findings, await ledgerContent(context)]
}

async function ledgerContent(context: Context): Promise<Finding> {
  try {
    const ledger = await context.ledger()
    const broken = await ledger.integrity()
    const { users, teams, mappings, changeSets } = await ledger.counts()
    if (broken.length > 0)
      return {
        check: 'ledger integrity',
        result: 'problem',
        detail: `${broken.slice(0, 3).join('; ')}; restore a backup`,
      }
    return {
      check: 'ledger integrity',
      result: 'ok',
      detail: `sound: ${users} users, ${teams} teams, ${mappings} mappings, ${changeSets} change sets`,
    }
  } catch (error) {
    if (!(error instanceof SfsyncError)) throw error
    return {
      check: 'ledger integrity',
      result: 'problem',
      detail: [error.message, ...error.actions.map((action) => context.typed(action))].join('; '),
    }
  }
}
