import { salesforceUserColumnNames } from '../sqlite/rows.ts'

/** Every table of a ledger. */
export const schemaTables = [
  'ledger_head',
  'screen_user',
  'team',
  'mapping',
  'company_fact',
  'decision',
  'entered_user',
  'entered_team',
  'change_set',
  'change',
  'directory_read',
  'directory_change',
  'salesforce_user',
]

const anyOfList = 'any (array(select jsonb_array_elements_text(?::jsonb)))'

/**
 * The queries are written once, in the SQL of SQLite. This is all in which PostgreSQL differs for them; the ledger's contract
 * runs every query on both. All text columns are `collate "C"`, and folded texts are columns of their own.
 */
const differences: readonly (readonly [RegExp, string])[] = [
  // A list is one parameter: a JSON array. As an array of the server it is looked up in an index, whatever the statistics say.
  [/ in \(select value from json_each\(\?\)\)/g, ` = ${anyOfList}`],
  [
    /from json_each\(\?\) as wanted\s+join (\w+) as found on found\.(\w+) = wanted\.value/g,
    `from $1 as found where found.$2 = ${anyOfList}`,
  ],
  [/json_each\(\?\) as wanted/g, 'jsonb_array_elements_text(?::jsonb) as wanted(value)'],
  [/json_each\(\?\)/g, 'jsonb_array_elements_text(?::jsonb) as each(value)'],
  [/json_object\((.*?)\) end/g, 'json_build_object($1)::text end'],
  [/json_group_array\((\S+)\)/g, 'json_agg($1)::text'],
  [/json_extract\((\w+)\.(\w+), '\$\.(\w+)'\)/g, "($1.$2::json ->> '$3')::integer"],
  [/case when octet_length\((\S+)\) > .*? end/gs, '$1_key'],
  [/\bfold\((\S+)\)/g, '$1_key'],
  [/_key"?_key/g, '_key'],
  [/"_key/g, '_key"'],
  // The folded texts are only for looking up.
  [/\bs\.\*/g, [...salesforceUserColumnNames, 'read_id'].map((column) => `s.${column}`).join(', ')],
  [/\binstr\(/g, 'strpos('],
  [/\bifnull\(/g, 'coalesce('],
  [/\bmax\(r\.at,/g, 'greatest(r.at,'],
  [/\biif\((.*?), (substr\(.*?\)), (\S+?)\)/g, 'case when $1 then $2 else $3 end'],
  [/ is not (?!null\b)/g, ' is distinct from '],
  [/ limit -1\b/g, ''],
  // Where SQLite must be told which index to use.
  [/\+(entity|[us]\.\w+)\b/g, '$1'],
  [/cross join (\S+ as \w+) indexed by \w+/g, 'join $1'],
]

/** A query of the ledger as PostgreSQL understands it, with the tables of one schema. */
export function postgresText(text: string, schema: string): string {
  const translated = differences.reduce((sofar, [pattern, there]) => sofar.replace(pattern, there), text)
  let number = 0
  return inSchema(
    translated.replaceAll('?', () => `$${(number += 1)}`),
    schema,
  )
}

const named = new RegExp(`\\b(from|join|into|update)\\s+"?(${schemaTables.join('|')})"?(?=[\\s,)]|$)`, 'g')

/** With the schema before each table: a pooler of connections may not keep a search path. */
export function inSchema(text: string, schema: string): string {
  return text.replace(named, (_, word: string, table: string) => `${word} ${quoted(schema)}.${quoted(table)}`)
}

/** A name as an identifier. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
