import { Command } from 'commander'
import type { Context } from '../context.ts'
import { findingColumns } from '../doctor/finding.ts'
import { linkFindings } from '../doctor/link-findings.ts'
import { ownFindings } from '../doctor/own-findings.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Handle } from '../handle.ts'
import { withExamples } from '../help.ts'
import { writeList } from '../list/flags.ts'

export function doctorCommand(handle: Handle): Command {
  const command = new Command('doctor')
    .description('check versions, paths, permissions, the ledger and each link of the chain to Salesforce')
    .action(() => handle(runDoctor, {}))
  return withExamples(command, [
    { command: 'sfsync doctor', purpose: 'when something is odd; exit code 1 when it finds a problem' },
  ])
}

export async function runDoctor(_options: object, context: Context): Promise<ExitCode> {
  const findings = [...(await ownFindings(context)), ...(await linkFindings(context))]
  await writeList(context, findingColumns, [findings], {})
  return findings.some(({ result }) => result === 'problem') ? exitCodes.failure : exitCodes.done
}
