import { join } from 'node:path'
import { countText } from '../../core/text.ts'
import { idColumn, sentenceColumn, textColumn } from '../output/columns.ts'
import { defineCommand } from '../command.ts'
import { liveRequest } from '../../app/directory/refresh.ts'
import { partsText } from '../../app/hints.ts'
import { type ExitCode, exitCodes } from '../../app/exit-codes.ts'
import type { Configuration } from '../../config/keys.ts'
import { SfsyncError } from '../../core/errors.ts'
import { isPostgres } from '../../core/store-address.ts'
import { commandLine, type Hint, withOptions } from '../../core/hint.ts'
import type { ConnectionFinding, OrgConnection } from '../../salesforce/salesforce.ts'
import { type ConnectionAnswer, connectionAnswers, watchConnection } from '../../app/connection-user.ts'
import type { Context } from '../context.ts'
import type { Ledger, LedgerAccess } from '../../ledger/ledger.ts'
import type { Column } from '../output/columns.ts'
import { writeList } from '../lists.ts'
import { signInWayText } from './login-output.ts'

export interface DoctorOptions {
  readonly connection: boolean
}

export const doctorCommand = defineCommand({
  name: 'doctor',
  description:
    'check versions, paths, permissions, the ledger, and each link of the connection to Salesforce',
  examples: [
    { command: 'sfsync doctor', purpose: 'when something does not work; exit code 1 if it finds a problem' },
    {
      command: 'sfsync doctor --connection',
      purpose: 'when no data reaches SalesScreen: whether the user who connected it can still do so',
    },
  ],
  declare: (command) =>
    command.option(
      '--connection',
      'ask Salesforce about the user who holds the connection to SalesScreen: active, frozen, permissions, last use',
    ),
  options: (_words, { connection: isAsked }): DoctorOptions => ({ connection: isAsked === true }),
  run: runDoctor,
})

export async function runDoctor(options: DoctorOptions, context: Context): Promise<ExitCode> {
  const findings = [
    ...versions(context),
    ...(await configurationFiles(context)),
    ...(await ledgerFile(context)),
    ...(await loginFiles(context)),
    ...(await connection(context)),
    ...(options.connection ? await connectionUser(context) : []),
  ].map((finding) => ({ ...finding, detail: context.dependencies.redact(finding.detail) }))
  await writeList(context, findingColumns, [findings], {})
  return findings.some(({ result }) => result === 'problem') ? exitCodes.failure : exitCodes.done
}

/** What doctor found about one thing. */
export interface Finding extends Pick<ConnectionFinding, 'detail'> {
  readonly check: string
  readonly result: ConnectionFinding['result'] | ConnectionAnswer['result']
}

const findingColumns: readonly Column<Finding>[] = [
  idColumn('check', 'Check', ({ check }) => check),
  textColumn('result', 'Result', ({ result }) => result),
  sentenceColumn('detail', 'Detail', ({ detail }) => detail),
]

function versions({ dependencies }: Context): Finding[] {
  return [
    { check: 'sfsync', result: 'ok', detail: dependencies.version },
    { check: 'node', result: 'ok', detail: `${dependencies.nodeVersion} on ${dependencies.platform}` },
  ]
}

async function configurationFiles({ configuration, profile, dependencies }: Context): Promise<Finding[]> {
  const { projectFile, userFile, leftOut } = configuration
  const hasUserFile = userFile !== undefined && (await dependencies.describeFile(userFile)) !== undefined
  return [
    { check: 'profile', result: 'ok', detail: profile },
    leftOut === undefined
      ? { check: 'project file', result: 'ok', detail: projectFile ?? 'none' }
      : { check: 'project file', result: 'warning', detail: leftOut.message },
    userFile === undefined
      ? { check: 'user file', result: 'warning', detail: 'none: HOME is not an absolute path' }
      : { check: 'user file', result: 'ok', detail: hasUserFile ? userFile : `none (${userFile})` },
  ]
}

async function ledgerFile(context: Context): Promise<Finding[]> {
  const { settings, withoutAddress } = context.configuration
  if (withoutAddress !== undefined) return [problemWithLedger(context, 'ledger', withoutAddress)]
  const path = settings.store.value
  const { dependencies } = context
  if (isPostgres(path)) return await ledgerOnServer(context, path)
  const problem = await dependencies.problemWithPlace(path)
  if (problem !== undefined) return [{ check: 'ledger', result: 'problem', detail: problem }]
  return [...(await ledgerDrive(context, path)), ...(await ledgerAt(context, path))]
}

async function ledgerOnServer(context: Context, address: string): Promise<Finding[]> {
  try {
    const access = await (await context.ledger()).access()
    return [
      { check: 'ledger', result: 'ok', detail: address },
      ...(access === null ? [] : [ledgerRole(access)]),
      await ledgerContent(context),
    ]
  } catch (error) {
    return [problemWithLedger(context, 'ledger', error)]
  }
}

const mayDo = { own: 'owns the tables', write: 'may read and write', read: 'may only read' }
const encrypted = {
  none: 'not encrypted',
  unverified: 'encrypted, not verified',
  verified: 'encrypted, verified',
}

function ledgerRole({ role, may, missing, server, encryption }: LedgerAccess): Finding {
  const how = `${role}: ${mayDo[may]} (${server}, ${encrypted[encryption]})`
  if (missing.length === 0) return { check: 'ledger role', result: 'ok', detail: how }
  const advice = 'ask the owner of the ledger to give the rights of docs/postgresql.md again'
  return {
    check: 'ledger role',
    result: 'problem',
    detail: `${how}; missing rights: ${missing.join(', ')}; ${advice}`,
  }
}

// One machine cannot see whether its locks hold on another one, so a network drive is never a good place.
async function ledgerDrive(context: Context, path: string): Promise<Finding[]> {
  const network = await context.dependencies.networkFileSystemOf(path)
  const canLock = await context.dependencies.canLock(path)
  const drive = network === undefined ? 'a drive' : `a network drive (${network})`
  if (!canLock)
    return [
      {
        check: 'ledger locks',
        result: 'problem',
        detail: withActions(
          context,
          `${path} is on ${drive} that cannot lock files, which SQLite needs`,
          elsewhere,
        ),
      },
    ]
  if (network === undefined) return []
  const reason = `${path} is on ${drive}: locks work on this machine, but SQLite cannot keep several machines from damaging the ledger`
  return [{ check: 'ledger drive', result: 'warning', detail: withActions(context, reason, elsewhere) }]
}

const elsewhere: readonly Hint[] = [
  'use a local disk: --store <file>',
  {
    text: 'or share the ledger on a PostgreSQL server',
    command: withOptions(commandLine('settings init'), { store: 'postgres://<user>@<host>/<database>' }),
  },
]

async function ledgerAt(context: Context, path: string): Promise<Finding[]> {
  const file = await context.dependencies.describeFile(path)
  const isKnown = ['linux', 'win32'].includes(context.dependencies.platform)
  const drive = isKnown ? '' : '; this system does not say whether it is on a network drive'
  if (file === undefined)
    return [
      {
        check: 'ledger',
        result: 'ok',
        detail: `${path} (created by the first command that needs it)${drive}`,
      },
    ]
  const findings: Finding[] = [
    file.writable
      ? { check: 'ledger', result: 'ok', detail: path + drive }
      : { check: 'ledger', result: 'problem', detail: `${path} can be read, but not changed` },
  ]
  if (context.dependencies.platform !== 'win32') {
    const mode = (file.mode & 0o777).toString(8)
    findings.push(
      (file.mode & 0o077) === 0
        ? { check: 'ledger permissions', result: 'ok', detail: `readable only by you (${mode})` }
        : {
            check: 'ledger permissions',
            result: 'warning',
            detail: `readable by others (${mode}): chmod 600 ${path}`,
          },
    )
  }
  return [...findings, await ledgerContent(context)]
}

// What a login keeps in files, if others can read or change it.
async function loginFiles({ configuration, dependencies }: Context): Promise<Finding[]> {
  const { profileFolder } = configuration
  if (profileFolder === undefined || dependencies.platform === 'win32') return []
  const login = await dependencies.storedLogin(configuration).catch(() => undefined)
  const names = ['login.json', ...(login?.secretStorage === 'file' ? [`secret-${login.loginId}.json`] : [])]
  const findings: Finding[] = []
  for (const name of names) {
    const path = join(profileFolder, name)
    const file = await dependencies.describeFile(path)
    if (file === undefined || (file.mode & 0o077) === 0) continue
    const mode = (file.mode & 0o777).toString(8)
    const detail = `${path} is open to others (${mode}): chmod 600 ${path}`
    findings.push({ check: 'login permissions', result: 'warning', detail })
  }
  return findings
}

async function ledgerContent(context: Context): Promise<Finding> {
  const check = 'ledger integrity'
  try {
    const ledger = await context.ledger()
    const problems = [...(await ledger.integrity()), ...(await unreadableIn(ledger))]
    if (problems.length > 0) {
      const restore = isPostgres(context.configuration.settings.store.value)
        ? 'restore the schema with pg_restore, or load a dump into an empty one'
        : { text: 'restore a backup', command: commandLine('restore', '<backup>') }
      return {
        check,
        result: 'problem',
        detail: withActions(context, problems.slice(0, 3).join('; '), [restore]),
      }
    }
    const counts = await ledger.counts()
    const detail = [
      countText(counts.users, 'user'),
      countText(counts.teams, 'team'),
      countText(counts.mappings, 'mapping'),
      countText(counts.changeSets, 'change set'),
    ].join(', ')
    return { check, result: 'ok', detail: `intact: ${detail}` }
  } catch (error) {
    return problemWithLedger(context, check, error)
  }
}

// What someone changed without sfsync can be sound to the store and no row to sfsync.
async function unreadableIn(ledger: Ledger): Promise<readonly string[]> {
  try {
    for await (const _ of ledger.standings());
    for await (const heads of ledger.history({}))
      for (const { number } of heads) for await (const _ of ledger.changesOf(number));
    for await (const reads of ledger.directory.log())
      for (const { number } of reads) for await (const _ of ledger.directory.changesOf(number));
    return []
  } catch (error) {
    if (error instanceof SfsyncError && error.code === 'ledger-unusable') return [error.message]
    throw error
  }
}

function problemWithLedger(context: Context, check: string, error: unknown): Finding {
  if (!(error instanceof SfsyncError)) throw error
  return { check, result: 'problem', detail: withActions(context, error.message, error.actions) }
}

// Between other words, quotation marks show where a command ends.
function withActions(context: Context, detail: string, actions: readonly Hint[]): string {
  const advice = actions.map((action) => {
    const { command, ...text } = context.parts(action)
    return partsText(command === undefined ? text : { ...text, command: `"${command}"` })
  })
  return [detail, ...advice].join('; ')
}

// Doctor runs while an admin waits for the answer.
const maxSeconds = 10

/** Tests each step of the connection to Salesforce. */
async function connection(context: Context): Promise<Finding[]> {
  if (context.profile === 'demo')
    return [
      {
        check: 'connection',
        result: 'ok',
        detail: 'not needed: the demo profile has a built-in sample org',
      },
    ]
  const configuration = withShortTimeout(context.configuration)
  const access = await accessOf(context, configuration)
  const { environment, interrupted } = context.dependencies
  const stored = await context.dependencies.storedLogin(configuration)
  const found = await context.dependencies.diagnoseConnection({
    access,
    address: stored?.instanceUrl ?? configuration.settings['instance-url'].value,
    environment,
    seconds: Number(configuration.settings['timeout-seconds'].value),
    interrupted,
  })
  return found.map((finding) => connectionFinding(context, finding, access))
}

function withShortTimeout(configuration: Configuration): Configuration {
  const { 'timeout-seconds': timeout } = configuration.settings
  const value = String(Math.min(Number(timeout.value), maxSeconds))
  return {
    ...configuration,
    settings: { ...configuration.settings, 'timeout-seconds': { ...timeout, value } },
  }
}

async function accessOf(
  context: Context,
  configuration: Configuration,
): Promise<OrgConnection | SfsyncError> {
  try {
    return { ...(await liveRequest(context, configuration)), retrySeconds: 1 }
  } catch (error) {
    if (!(error instanceof SfsyncError) || error.code === 'interrupted') throw error
    return error
  }
}

function connectionFinding(
  context: Context,
  { step, result, detail, actions }: ConnectionFinding,
  access: OrgConnection | SfsyncError,
): Finding {
  const isSignedIn = !(access instanceof SfsyncError)
  const through =
    step === 'login' && result === 'ok' && isSignedIn ? `, through ${signInWayText(access.session.way)}` : ''
  // Without a login everything but the live org works, so that alone is not a problem.
  const isHarmless =
    step === 'login' && !isSignedIn && access.code === 'login-needed' && access.rows.length === 0
  return {
    check: step === 'calls' ? 'calls left' : step,
    result: isHarmless ? 'warning' : result,
    detail: withActions(context, detail + through, actions),
  }
}

/** Looks at the Salesforce user who holds SalesScreen's connection. */
async function connectionUser(context: Context): Promise<Finding[]> {
  try {
    const store = context.configuration.settings.store.value
    // Opening a ledger would create it, except on a server.
    const isThere = isPostgres(store) || (await context.dependencies.describeFile(store)) !== undefined
    const ledger = isThere ? await context.ledger() : undefined
    const answers = connectionAnswers(
      await watchConnection(context, ledger, false),
      context.dependencies.now(),
      context.times,
    )
    return answers.map(({ about, result, detail, actions }) => ({
      check: `connection ${about}`,
      result,
      detail: withActions(context, detail, actions),
    }))
  } catch (error) {
    if (!(error instanceof SfsyncError) || error.code === 'interrupted') throw error
    return [{ check: 'connection user', result: 'unknown', detail: `could not look: ${error.message}` }]
  }
}
