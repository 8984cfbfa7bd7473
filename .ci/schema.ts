// Writes docs/schema.json, the JSON Schema of everything that sfsync prints with --json.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { definitions } from '../src/cli/json-schemas.ts'

/** The text of docs/schema.json. */
export function schemaText(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'What sfsync prints with --json',
    description:
      'One definition for each command, such as #/$defs/output-users-list; `write` for every command that writes, `failure` for every failure. `sfsync help --json` says which belongs to a command. --columns leaves keys out.',
    $defs: definitions(),
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}

if (import.meta.main) await writeFile(join(import.meta.dirname, '..', 'docs', 'schema.json'), schemaText())
