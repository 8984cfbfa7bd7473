import { Command } from 'commander'
import type { Context } from '../../context.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { writeList } from '../../list/flags.ts'
import type { Column } from '../../output/columns.ts'

interface Place {
  readonly name: string
  readonly path: string | null
}

const placeColumns: readonly Column<Place>[] = [
  { key: 'name', label: 'What', kind: 'text', value: ({ name }) => name },
  { key: 'path', label: 'Path', kind: 'id', value: ({ path }) => path },
]

export function settingsPathCommand(handle: Handle): Command {
  const command = new Command('path')
    .description('tell where the ledger and the configuration files are')
    .action(() => handle(runSettingsPath, {}))
  return withExamples(command, [
    { command: 'sfsync settings path', purpose: 'ledger, project file, own file' },
  ])
}

export async function runSettingsPath(_options: object, context: Context): Promise<void> {
  const { settings, projectFile, userFile } = context.configuration
  const places = [
    { name: 'ledger', path: settings.store.value },
    { name: 'project file', path: projectFile ?? null },
    { name: 'user file', path: userFile },
  ]
  await writeList(context, placeColumns, [places], {})
}
