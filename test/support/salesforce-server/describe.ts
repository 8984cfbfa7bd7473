import { json, refused } from './answer.ts'
import type { Asked, OrgAnswer } from './asked.ts'

/** What an object is like, as far as the identity may see it. */
export function describe(asked: Asked): OrgAnswer | undefined {
  const object = /^sobjects\/(\w+)\/describe$/.exec(asked.resource)?.[1]
  if (object === undefined || asked.method !== 'GET') return undefined
  const table = asked.world.table(object.toLowerCase())
  if (table === undefined)
    return { answer: refused(404, 'NOT_FOUND', 'The requested resource does not exist') }
  const { name, keyPrefix, fields } = table.type
  const own = [...fields.values()].filter(
    (field) => !field.name.includes('.') && asked.world.readable(name, field.name),
  )
  const described = own.map((field) => ({
    name: field.name,
    label: field.name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' '),
    type: field.type,
    nillable: field.type !== 'id' && field.type !== 'boolean',
    filterable: true,
    sortable: true,
  }))
  return { answer: json({ name, label: name, keyPrefix, queryable: true, fields: described }) }
}
