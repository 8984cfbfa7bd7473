import {
  text,
  textOrNone,
  texts,
  number,
  whole,
  wholeOrNone,
  flag,
  flagOrNone,
  time,
  timeOrNone,
  ref,
  oneOf,
  orNone,
  anyOf,
  list,
  object,
  each,
  type JsonSchema,
} from './json-schema-parts.ts'
import { findingKinds } from '../core/drift.ts'
import { decisionKinds } from '../core/model.ts'
import { change, decision, state } from './json-schema-changes.ts'
import { standings } from '../core/visibility.ts'
import { exitCodeOf } from '../app/exit-codes.ts'
import { errorCodes } from '../core/errors.ts'

const problem = object({
  'file?': text,
  'line?': whole,
  'column?': text,
  'value?': text,
  reason: text,
  'flag?': text,
  'action?': text,
  'group?': text,
})
const planned = {
  changes: list(ref('change')),
  'notices?': texts,
  warnings: texts,
  next: texts,
  'problems?': list(ref('problem')),
}
const write = object({ changeSet: wholeOrNone, ...planned })
const writes = object({
  changeSets: { type: ['array', 'null'], items: whole },
  ...planned,
  'requests?': list({ type: 'object' }),
})
const failure = object({
  error: object({
    code: oneOf(errorCodes),
    message: text,
    actions: texts,
    rows: list(ref('problem')),
  }),
})
const settingWrite = object({
  changeSet: { type: 'null' },
  ...planned,
  file: text,
  name: text,
  value: textOrNone,
})
const settingInit = object({
  changeSet: { type: 'null' },
  ...planned,
  file: textOrNone,
  name: text,
  value: text,
  ledger: orNone(object({ changeSets: whole })),
})
const directoryRead = object({
  changeSet: { type: 'null' },
  ...planned,
  read: object({
    number: wholeOrNone,
    source: text,
    origin: text,
    ...each('received repeated added returned left changed dropped absent', whole),
    problems: list({ type: 'object' }),
    since: timeOrNone,
    written: flag,
    users: list(
      object({
        salesforceUserId: text,
        name: text,
        what: text,
        email: textOrNone,
        mappedTo: textOrNone,
        fields: list(object({ field: text, before: textOrNone, after: textOrNone })),
      }),
    ),
  }),
})

const salesforceUser = object({
  salesforceUserId: text,
  name: text,
  email: textOrNone,
  active: flagOrNone,
  ...each('profile mappedTo username firstName lastName alias type role department title', textOrNone),
  ...each('manager employeeNumber federationId', textOrNone),
  lastLoginAt: timeOrNone,
  seenAt: timeOrNone,
  frozen: flagOrNone,
})
const screenUser = object({
  ...each('userId name email firstName lastName', text),
  nickname: textOrNone,
  state,
  ...each('team salesforceUserId salesforceName', textOrNone),
})
const setting = object({
  name: text,
  value: textOrNone,
  origin: text,
  at: timeOrNone,
  kind: text,
  meaning: text,
})
const statusRow = object({
  name: textOrNone,
  email: textOrNone,
  ...each('decided entered showsUp', flag),
  team: textOrNone,
  standing: oneOf(standings),
  state: orNone(state),
  ...each('exists active mapped', flag),
  salesforceActive: flagOrNone,
  salesforceUserId: textOrNone,
  ...each('opportunities? tasks? events?', wholeOrNone),
  next: textOrNone,
})
const candidate = { score: number, evidence: texts, blockers: texts }
const suggestion = object({
  user: object({ id: text, email: text, name: text, state }),
  class: text,
  gap: number,
  candidates: list(
    object({
      salesforceUserId: text,
      name: text,
      ...candidate,
      'levels?': list(object({ rule: text, text, bits: number })),
    }),
  ),
})
const reverseSuggestion = object({
  salesforceUser: object({ id: text, name: text, email: textOrNone }),
  class: text,
  gap: number,
  candidates: list(object({ userId: text, email: text, ...candidate })),
})
const explanation = object({
  who: object({
    ...each('userId email name', textOrNone),
    state: orNone(state),
    team: textOrNone,
    mapped: flag,
    salesforceUserId: textOrNone,
  }),
  verdict: object({ standing: text, showsUp: flag, couldNotLook: textOrNone, text }),
  steps: list(object({ step: text, ok: flagOrNone, text })),
  salesforce: orNone(
    object({
      ...each('salesforceUserId name', text),
      ...each('username email type kind profile origin', textOrNone),
      ...each('active frozen', flagOrNone),
      ...each('idleSince lastLoginAt seenAt', timeOrNone),
    }),
  ),
  candidates: list(
    object({
      ...each('userId email name salesforceUserId salesforceName', text),
      class: text,
      ...candidate,
      whyNot: textOrNone,
    }),
  ),
  decisions: list(object({ ...decision, counts: flag, text })),
  drift: list(object({ kind: text, since: timeOrNone, text })),
  history: list(object({ changeSet: whole, at: time, actor: text, command: text, text })),
  next: textOrNone,
})
const head = { changeSet: whole, at: time, actor: text, role: textOrNone, command: text, reason: textOrNone }
const login = each('username organizationId instanceUrl way secretStorage', textOrNone)

const flagHelp = object({
  ...each('name short value', textOrNone),
  ...each('valueRequired variadic', flag),
  description: text,
})

/** What each command prints with --json when it succeeds, by the words that name it. */
const outputs: Readonly<Record<string, JsonSchema>> = {
  status: list(statusRow),
  'settings get': setting,
  'settings list': list(setting),
  'settings check': list(
    object({
      name: text,
      value: textOrNone,
      ok: flag,
      confirmedBy: textOrNone,
      confirmedAt: timeOrNone,
      place: text,
    }),
  ),
  'settings init': settingInit,
  'settings password': object({ storage: textOrNone }),
  'settings path': list(object({ name: text, path: textOrNone })),
  'settings set': anyOf(ref('write'), settingWrite),
  'settings unset': anyOf(ref('write'), settingWrite),
  'sf-users list': list(salesforceUser),
  'sf-users find': list(salesforceUser),
  'sf-users frozen': list(salesforceUser),
  'sf-users show': salesforceUser,
  'sf-users refresh': directoryRead,
  'sf-users import': directoryRead,
  'sf-users log': anyOf(
    list(
      object({
        number: whole,
        at: time,
        ...each('source origin', text),
        ...each('identity scope', textOrNone),
        ...each('people added left returned changed dropped', wholeOrNone),
      }),
    ),
    list(
      object({
        salesforceUserId: text,
        name: text,
        email: textOrNone,
        what: text,
        fields: textOrNone,
        mappedTo: textOrNone,
      }),
    ),
  ),
  todo: list(
    object({
      kind: text,
      user: orNone(object({ id: text, email: text, name: text })),
      team: textOrNone,
      salesforceUserId: textOrNone,
      values: { type: 'object', additionalProperties: textOrNone },
      where: text,
      since: timeOrNone,
    }),
  ),
  'todo walk': object(each('done skipped left', whole)),
  'todo export': object({ file: text, rows: whole }),
  'todo push': ref('writes'),
  'todo key': object({ storage: textOrNone }),
  export: object({ file: text, rows: whole }),
  report: object({ file: text, people: whole, showsUp: whole }),
  plan: object({ digest: text, ...planned }),
  try: ref('writes'),
  suggest: anyOf(list(suggestion), list(reverseSuggestion), ref('write')),
  review: object(each('mapped later notAPerson never left', whole)),
  'decisions list': list(
    object({
      key: text,
      kind: oneOf(decisionKinds),
      ...each('email name salesforceUserId salesforceName until reason', textOrNone),
      decidedBy: text,
      decidedAt: time,
    }),
  ),
  explain: explanation,
  check: list(
    object({
      kind: oneOf(findingKinds),
      ...each('userId email salesforceUserId name', textOrNone),
      text,
      since: timeOrNone,
      fix: texts,
    }),
  ),
  'users list': list(screenUser),
  'users show': screenUser,
  'users licenses': list(object({ ...each('userId name email reason text', text), since: timeOrNone })),
  'teams list': list(object({ teamId: text, name: text, key: textOrNone, members: whole })),
  'mappings list': list(
    object({
      ...each('email name', text),
      ...each('salesforceUserId salesforceName', textOrNone),
      salesforceActive: flagOrNone,
      team: textOrNone,
      userId: text,
      organizationId: textOrNone,
    }),
  ),
  'mappings audit': anyOf(
    list(
      object({
        ...each('userId name email salesforceUserId', text),
        ...each('salesforceName salesforceEmail right', textOrNone),
        sampleSize: whole,
      }),
    ),
    object({
      ...each('mappings sample right wrong unclear', whole),
      percentAtLeast: { type: ['number', 'null'] },
      statement: text,
      changeSet: wholeOrNone,
    }),
  ),
  history: list(object({ ...head, changes: whole, evidence: textOrNone })),
  show: object({ ...head, evidence: texts, changes: list(ref('change')) }),
  blame: list(
    object({
      what: text,
      value: textOrNone,
      changeSet: wholeOrNone,
      at: timeOrNone,
      ...each('actor role command origin reason evidence', textOrNone),
    }),
  ),
  dump: object({ file: text, rows: whole, changeSets: whole }),
  backup: object({ file: text, bytes: whole, changeSets: whole }),
  restore: object({ file: text, changeSets: whole, kept: textOrNone }),
  login: object({ ...login, signedInAt: timeOrNone, profile: text }),
  logout: object({
    username: textOrNone,
    signedOut: flag,
    way: textOrNone,
    revoked: flagOrNone,
    stillSignedInBy: textOrNone,
    profile: text,
  }),
  whoami: object({
    ...login,
    ...each('name email userId organizationName apiVersion', textOrNone),
    ...each('sandbox apiEnabled viewAllUsers manageUsers', flagOrNone),
    ...each('callsLeft callsAllowed', wholeOrNone),
    signedInAt: timeOrNone,
    profile: text,
  }),
  doctor: list(object({ check: text, result: text, detail: textOrNone })),
  help: object({
    version: text,
    flags: list(flagHelp),
    exitCodes: { type: 'object', additionalProperties: text },
    errorCodes: { type: 'object', additionalProperties: whole },
    commands: list(
      object({
        ...each('name description usage', text),
        isGroup: flag,
        arguments: list(object({ name: text, required: flag, variadic: flag, description: text })),
        flags: list(flagHelp),
        examples: list(object({ command: text, purpose: text })),
        output: textOrNone,
      }),
    ),
    failure: text,
    $defs: { type: 'object' },
  }),
}

const writers =
  'add|create-user|assign-team|map|unmap|todo done|todo reopen|import|apply|reject|decisions remove|users edit|users import|users deactivate|users reactivate|teams create|teams rename|teams key|teams delete|undo|load'.split(
    '|',
  )

/** The place of the schema of a command's output within the document; null for a command that has none. */
export function outputReference(name: string): string | null {
  const key = writers.includes(name) ? 'write' : definitionName(name)
  return key === 'write' || outputs[name] !== undefined ? `#/$defs/${key}` : null
}

/** Whether words name a command that can print JSON; commands that write to the ledger all can. */
export function isCommandWithOutput(words: string): boolean {
  return outputReference(words) !== null
}

function definitionName(name: string): string {
  return `output-${name.replaceAll(' ', '-')}`
}

/** The schemas of every output and of what they share. */
export function definitions(): Readonly<Record<string, JsonSchema>> {
  return {
    write,
    writes,
    failure,
    change,
    problem,
    ...Object.fromEntries(Object.entries(outputs).map(([name, schema]) => [definitionName(name), schema])),
  }
}

/** The exit code of each error code. */
export function exitCodesByError(): Readonly<Record<string, number>> {
  return Object.fromEntries(errorCodes.map((code) => [code, exitCodeOf(code)]))
}
