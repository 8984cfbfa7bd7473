import { minuteText } from '../app/directory-age.ts'
import { rowNames, type RowNames } from '../app/change-text.ts'
import { missingChangeSet } from '../app/history.ts'
import type { Choice } from '../app/ports.ts'
import { planUndo } from '../app/undo.ts'
import { type Change, type ChangeSetHead, rowName } from '../core/change.ts'
import { countText, fold } from '../core/text.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Context } from './context.ts'
import { mostListed } from './pickers.ts'

// Older ones are found by their number.
const mostChangeSets = 500

/** Asks for a change set, the newest first; gives its number. Throws `usage` on a ledger without any. */
export async function askForChangeSet(context: Context, command: string): Promise<string> {
  const ledger = await context.ledger()
  const heads: ChangeSetHead[] = []
  for await (const page of ledger.history({ limit: mostChangeSets })) heads.push(...page)
  if (heads.length === 0) throw await missingChangeSet(context, ledger, command)
  const known = new Map<number, Choice<string>>()
  const choiceOf = async (head: ChangeSetHead) => {
    const choice = known.get(head.number) ?? (await changeSetChoice(ledger, head))
    known.set(head.number, choice)
    return choice
  }
  const prompts = await context.prompts()
  return await prompts.search('Which change set?', async (text) => {
    const words = fold(text).split(' ').filter(Boolean)
    const found = heads.filter((head) => words.every((word) => textOf(head).includes(word)))
    const choices: Choice<string>[] = []
    for (const head of found.slice(0, mostListed)) choices.push(await choiceOf(head))
    return { choices, total: found.length }
  })
}

function textOf({ number, actor, command, reason, at }: ChangeSetHead): string {
  return fold(`${number} ${minuteText(at)} ${actor} ${command} ${reason ?? ''}`)
}

// Of a longer one no more than the beginning is read while keys are pressed.
const mostRead = 200

async function changeSetChoice(ledger: Ledger, head: ChangeSetHead): Promise<Choice<string>> {
  const { number, at, actor, command, reason, size } = head
  let changes: readonly Change[] = []
  for await (const page of ledger.changesOf(number)) {
    changes = page
    break
  }
  const isUndone = size > 0 && size <= mostRead && (await planUndo(ledger, [head])).isDone
  const affected = await affectedText(ledger, changes.slice(0, mostRead))
  return {
    name: `${number}  ${minuteText(at)}  ${isUndone ? 'undone: ' : ''}${countText(size, 'change')}${affected}`,
    value: String(number),
    description: [command, `by ${actor}`, ...(reason === null ? [] : [reason])].join(', '),
  }
}

const mostNamed = 2

// The first users and teams, each once.
async function affectedText(ledger: Ledger, changes: readonly Change[]): Promise<string> {
  const names = await rowNames(ledger, changes)
  const all = [...new Set(changes.map((change) => subjectOf(change, names)))]
  if (all.length === 0) return ''
  return `: ${all.slice(0, mostNamed).join(', ')}${all.length > mostNamed ? ', ...' : ''}`
}

function subjectOf(change: Change, names: RowNames): string {
  switch (change.entity) {
    case 'team':
    case 'enteredTeam':
      return names.team(change.key)
    case 'decision': {
      const row = change.after ?? change.before
      return row?.userId == null ? (row?.salesforceUserId ?? rowName(change)) : names.person(row.userId)
    }
    case 'fact':
      return change.key
    case 'user':
    case 'mapping':
    case 'enteredUser':
      return names.person(change.key)
  }
}
