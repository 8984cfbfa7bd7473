import { jsonBytes, refused } from './answer.ts'
import { type Asked, bodyOf, type OrgAnswer, textsIn } from './asked.ts'
import { GrowingBytes } from './data/bytes.ts'
import { jsonWriter } from './data/json-writer.ts'
import { wholeId } from './data/values.ts'
import { SoqlRefusal } from './soql/refusal.ts'
import { fieldNamed } from './soql/world.ts'

const mostIds = 2_000

/**
 * Records by their IDs, in the order of the request; null for those that there are not or that the identity does not see.
 * Source: REST API developer guide, "Get Multiple Records with Fewer Round Trips".
 */
export function composite(asked: Asked): OrgAnswer | undefined {
  const object = /^composite\/sobjects\/(\w+)$/.exec(asked.resource)?.[1]
  if (object === undefined || (asked.method !== 'POST' && asked.method !== 'GET')) return undefined
  const table = asked.world.table(object.toLowerCase())
  if (table === undefined)
    return { answer: refused(404, 'NOT_FOUND', 'The requested resource does not exist') }
  const { ids, fields } = wanted(asked)
  if (ids === undefined || fields === undefined)
    return { answer: refused(400, 'JSON_PARSER_ERROR', 'The request needs lists of ids and fields') }
  if (ids.length > mostIds)
    return {
      answer: refused(
        400,
        'EXCEEDED_ID_LIMIT',
        `record limit reached. cannot submit more than ${mostIds} records into this call`,
      ),
    }
  try {
    const names = fields.map((name) => fieldNamed(asked.world, table, { name, at: 0 }).name)
    const write = jsonWriter(table, [...new Set(['Id', ...names])], asked.version)
    const sees = asked.world.sees(table)
    const body = new GrowingBytes(1_000 * (ids.length + 1))
    for (const [index, id] of ids.entries()) {
      body.text(index === 0 ? '[' : ',')
      const row = table.rowOf(wholeId(id))
      if (row === undefined || sees?.(row) === false) body.text('null')
      else write(row, body)
    }
    body.text(ids.length === 0 ? '[]' : ']')
    return { answer: jsonBytes(body.written) }
  } catch (error) {
    if (!(error instanceof SoqlRefusal)) throw error
    return { answer: refused(400, error.errorCode, error.message) }
  }
}

function wanted(asked: Asked): {
  readonly ids: readonly string[] | undefined
  readonly fields: readonly string[] | undefined
} {
  if (asked.method === 'GET')
    return { ids: asked.query.get('ids')?.split(','), fields: asked.query.get('fields')?.split(',') }
  const body = bodyOf(asked)
  return { ids: textsIn(body?.['ids']), fields: textsIn(body?.['fields']) }
}
