import { Command } from 'commander'
import { SfsyncError } from '../../core/errors.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Handle } from '../handle.ts'
import { withExamples } from '../help.ts'
import { liveRequest } from '../live-request.ts'
import { writeList } from '../list/flags.ts'
import type { Column } from '../output/columns.ts'

interface Finding {
  readonly check: string
  readonly result: 'ok' | 'warning' | 'problem'
  readonly detail: string
}

const findingColumns: readonly Column<Finding>[] = [
  { key: 'check', label: 'Check', kind: 'id', value: ({ check }) => check },
  { key: 'result', label: 'Result', kind: 'text', value: ({ result }) => result },
  { key: 'detail', label: 'Detail', kind: 'text', value: ({ detail }) => detail },
]

export function doctorCommand(handle: Handle): Command {
  const command = new Command('doctor')
    .description('check versions, paths, permissions, the ledger and the connection')
    .action(() => handle(runDoctor, {}))
  return withExamples(command, [
    { command: 'sfsync doctor', purpose: 'when something is odd; exit code 1 when it finds a problem' },
  ])
}

export async function runDoctor(_options: object, context: Context): Promise<ExitCode> {
  const findings = [
    ...versions(context),
    ...(await configurationFiles(context)),
    ...(await ledgerFile(context)),
    await connection(context),
  ]
  await writeList(context, findingColumns, [findings], {})
  return findings.some(({ result }) => result === 'problem') ? exitCodes.failure : exitCodes.done
}

function versions({ parts }: Context): Finding[] {
  return [
    { check: 'sfsync', result: 'ok', detail: parts.version },
    { check: 'node', result: 'ok', detail: `${parts.nodeVersion} on ${parts.platform}` },
  ]
}

async function configurationFiles({ configuration, profile, parts }: Context): Promise<Finding[]> {
  const { projectFile, userFile } = configuration
  const hasUserFile = (await parts.describeFile(userFile)) !== undefined
  return [
    { check: 'profile', result: 'ok', detail: profile },
    { check: 'project file', result: 'ok', detail: projectFile ?? 'none' },
    { check: 'user file', result: 'ok', detail: hasUserFile ? userFile : `none (${userFile})` },
  ]
}

async function ledgerFile(context: Context): Promise<Finding[]> {
  const path = context.configuration.settings.store.value
  const file = await context.parts.describeFile(path)
  if (file === undefined)
    return [{ check: 'ledger', result: 'ok', detail: `${path} (made by the first command that needs it)` }]
  const findings: Finding[] = [
    {
      check: 'ledger',
      result: file.writable ? 'ok' : 'problem',
      detail: file.writable ? path : `${path} cannot be written`,
    },
  ]
  if (context.parts.platform !== 'win32') {
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
      detail: [error.message, ...error.actions].join('; '),
    }
  }
}

async function connection(context: Context): Promise<Finding> {
  const check = 'connection'
  if (context.profile === 'demo')
    return { check, result: 'ok', detail: 'not needed: the profile demo has a sample org built in' }
  try {
    const { identity, organizationId, callsLeft } = await context.parts.checkLive(await liveRequest(context))
    const calls = callsLeft === null ? '' : `, ${callsLeft} calls left today`
    return { check, result: 'ok', detail: `${identity} in organization ${organizationId}${calls}` }
  } catch (error) {
    if (!(error instanceof SfsyncError)) throw error
    // Without a token everything but refresh works, so that alone is no problem.
    const result = error.code === 'login-needed' && error.rows.length === 0 ? 'warning' : 'problem'
    return { check, result, detail: [error.message, ...error.actions].join('; ') }
  }
}
