import { SfsyncError } from '../../core/errors.ts'
import type { Context } from '../context.ts'
import type { Finding } from './finding.ts'

/** What sfsync itself stands on: versions, configuration, ledger. */
export async function ownFindings(context: Context): Promise<Finding[]> {
  return [...versions(context), ...(await configurationFiles(context)), ...(await ledgerFile(context))]
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
