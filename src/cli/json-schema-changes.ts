import { enteredSources } from '../core/entered.ts'
import { companyFactNames, decisionKinds, userStates } from '../core/model.ts'
import {
  anyOf,
  each,
  object,
  oneOf,
  orNone,
  text,
  textOrNone,
  time,
  timeOrNone,
  type JsonSchema,
} from './json-schema-parts.ts'

/** The state of a user. */
export const state = oneOf(userStates)

/** A change: null before for a new row, null after for a removed one. */
function changeOf(entity: string, row: JsonSchema): JsonSchema {
  return object({
    entity: { const: entity },
    key: text,
    before: orNone(row),
    after: orNone(row),
    'origin?': text,
    'evidence?': text,
  })
}

const user = { ...each('userId email firstName lastName', text), nickname: textOrNone, state }
const source = oneOf(enteredSources)
/** The fields of a decision. */
export const decision = {
  kind: oneOf(decisionKinds),
  ...each('userId salesforceUserId until reason', textOrNone),
  decidedBy: text,
  decidedAt: time,
}
/** A change of one row. */
export const change = anyOf(
  changeOf('user', object({ ...user, teamId: textOrNone })),
  changeOf('team', object({ teamId: text, name: text, key: textOrNone })),
  changeOf(
    'mapping',
    object({
      userId: text,
      salesforceUserId: text,
      ...each('organizationId seenName seenEmail', textOrNone),
    }),
  ),
  changeOf(
    'fact',
    object({ name: oneOf(companyFactNames), value: text, attestedBy: text, attestedAt: time }),
  ),
  changeOf('decision', object(decision)),
  changeOf(
    'enteredUser',
    object({
      ...user,
      ...each('teamId salesforceUserId', textOrNone),
      ...each('userSource stateSource teamSource mappingSource', orNone(source)),
      ...each('userBy stateBy teamBy mappingBy', textOrNone),
      ...each('userAt stateAt teamAt mappingAt', timeOrNone),
    }),
  ),
  changeOf('enteredTeam', object({ teamId: text, name: text, source, by: text, at: time })),
)
