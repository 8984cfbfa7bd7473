import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings'
import { companyFactNames, fullName, userStates } from '../core/model.ts'
import { isPostgres } from '../core/store-address.ts'
import { batchKinds } from '../core/batch/decide-row.ts'
import { takeable } from '../core/decide/adopt.ts'
import { matchClasses } from '../core/match/suggestion.ts'
import type { SalesforceUser } from '../core/salesforce-user.ts'
import { fold } from '../core/text.ts'
import { todoKinds } from '../core/todo.ts'
import { directoryOrders, type DirectoryQuery, type Ledger } from '../ledger/ledger.ts'
import type { Context } from './context.ts'
import { formats } from './output/columns.ts'
import { localRows } from './commands/settings/list.ts'

/** Something that could be typed next. */
interface CompletionCandidate {
  readonly value: string
  readonly description?: string
  /** The description is the name of a person, who can be found by it. */
  readonly byName?: true
}

/** What could take the place of the last word, which may be empty. */
export async function completionsFor(
  program: CommandUnknownOpts,
  words: readonly string[],
  context: Context,
): Promise<CompletionCandidate[]> {
  const typed = words.at(-1) ?? ''
  const { command, positionals, pending } = walk(program, words.slice(0, -1))
  const inline = pending === undefined ? flagWithValue(program, command, typed) : undefined
  if (inline !== undefined) {
    const values = await valuesOf(inline.flag, command, context, inline.value)
    return values
      .filter((each) => fits(each, inline.value))
      .map((each) => ({ ...each, value: `${inline.flag}=${each.value}` }))
  }
  const all = await everything(program, command, positionals, pending, typed, context)
  return all.filter((each) => fits(each, typed))
}

function fits({ value, description = '', byName }: CompletionCandidate, current: string): boolean {
  const start = fold(current)
  return fold(value).startsWith(start) || (byName === true && fold(description).startsWith(start))
}

// `--team=Sal`: the flag, and what is typed of its value.
function flagWithValue(
  program: CommandUnknownOpts,
  command: CommandUnknownOpts,
  word: string,
): { readonly flag: string; readonly value: string } | undefined {
  const [, flag, value = ''] = /^(--[^=]+)=(.*)$/s.exec(word) ?? []
  const option = [...command.options, ...program.options].find(({ long }) => long === flag)
  return flag === undefined || option === undefined || option.isBoolean() ? undefined : { flag, value }
}

interface Position {
  readonly command: CommandUnknownOpts
  readonly positionals: readonly string[]
  /** The flag that waits for its value. */
  readonly pending: Option | undefined
}

function walk(program: CommandUnknownOpts, words: readonly string[]): Position {
  let command = program
  let pending: Option | undefined
  const positionals: string[] = []
  for (const word of words) {
    if (pending !== undefined) {
      pending = undefined
      continue
    }
    if (word.startsWith('-')) {
      const option = [...command.options, ...program.options].find(
        (each) => each.long === word || each.short === word,
      )
      pending = option !== undefined && (option.required || option.optional) ? option : undefined
      continue
    }
    const subcommand =
      positionals.length === 0 ? command.commands.find((each) => each.name() === word) : undefined
    if (subcommand === undefined) positionals.push(word)
    else command = subcommand
  }
  return { command, positionals, pending }
}

async function everything(
  program: CommandUnknownOpts,
  command: CommandUnknownOpts,
  positionals: readonly string[],
  pending: Option | undefined,
  current: string,
  context: Context,
): Promise<CompletionCandidate[]> {
  if (pending !== undefined) return await valuesOf(pending.long ?? '', command, context, current)
  if (current.startsWith('-'))
    return [...command.options, ...(command === program ? [] : program.options)]
      .filter(({ hidden }) => !hidden)
      .flatMap(({ long, description }) => (long == null ? [] : [{ value: long, description }]))
  const commands =
    positionals.length > 0
      ? []
      : command.commands
          .filter((each) => each.name() !== 'complete')
          .map((each) => ({ value: each.name(), description: each.description() }))
  return [...commands, ...(await argumentValues(command, positionals.length, current, context))]
}

async function argumentValues(
  command: CommandUnknownOpts,
  position: number,
  current: string,
  context: Context,
): Promise<CompletionCandidate[]> {
  const argument =
    command.registeredArguments[position] ?? command.registeredArguments.find(({ variadic }) => variadic)
  switch (argument?.name()) {
    case 'screenUser':
      return await peopleLike(context, current)
    case 'user':
      return [
        ...(await peopleLike(context, current)),
        ...(eitherSide.has(command.name()) ? await onlyInSalesforce(context, current) : []),
        ...(command.name() === 'assign-team' ? await teamNames(context) : []),
      ]
    case 'sfId':
      return await salesforceUsersLike(context, current)
    case 'who':
      return command.name() === 'add'
        ? await salesforceUsersLike(context, current, 'email')
        : await peopleLike(context, current)
    case 'changeSet':
      return await changeSets(context)
    case 'team':
      return await teamNames(context)
    case 'shell':
      return plain(shells)
    case 'name':
      return command.parent?.name() === 'settings'
        ? plain([...companyFactNames, ...localRows(context).map(({ name }) => name)])
        : []
    case undefined:
    default:
      return []
  }
}

// What shows a person whether there is a SalesScreen user or not.
const eitherSide: ReadonlySet<string> = new Set(['explain', 'status'])

// Flags that take several of these, separated by commas.
const lists: Readonly<Record<string, readonly string[]>> = {
  '--class': matchClasses,
  '--kind': todoKinds,
  '--state': userStates,
  '--take': takeable,
}

async function valuesOf(
  flag: string,
  command: CommandUnknownOpts,
  context: Context,
  current: string,
): Promise<CompletionCandidate[]> {
  const list = lists[flag]
  if (list !== undefined) {
    const before = current.slice(0, current.lastIndexOf(',') + 1)
    const given = before.split(',')
    return plain(list.filter((each) => !given.includes(each)).map((each) => before + each))
  }
  switch (flag) {
    case '--format':
      return plain(formats)
    case '--color':
      return plain(['auto', 'always', 'never'])
    case '--as':
      return plain([...batchKinds, 'roster'])
    case '--require':
      return plain(['recorded', 'entered'])
    case '--sort':
      // Elsewhere it is the name of a column.
      return command.parent?.name() === 'sf-users' ? plain(directoryOrders) : []
    case '--person':
    case '--about':
      return await peopleLike(context, current)
    case '--team':
      return await teamNames(context)
    case '--from-sf':
      return await salesforceUsersLike(context, current, 'email')
    default:
      return []
  }
}

function plain(values: readonly string[]): CompletionCandidate[] {
  return values.map((value) => ({ value }))
}

const most = 50

/** SalesScreen users whose name or e-mail address holds a text. */
async function peopleLike(context: Context, text: string): Promise<CompletionCandidate[]> {
  return await fromLedger(context, async (ledger) => {
    const candidates: CompletionCandidate[] = []
    for await (const page of ledger.users({ search: text, limit: most }))
      for (const { user } of page)
        candidates.push({ value: user.email, description: fullName(user), byName: true })
    return candidates
  })
}

/** Active Salesforce users whose name, username, e-mail address or ID holds a text, by ID or by an address of their own. */
async function salesforceUsersLike(
  context: Context,
  text: string,
  by: 'salesforceUserId' | 'email' = 'salesforceUserId',
  query: DirectoryQuery = {},
): Promise<CompletionCandidate[]> {
  return await fromLedger(context, async ({ directory }) => {
    const found: SalesforceUser[] = []
    const wanted = { ...query, search: text, active: true, people: true, limit: most }
    for await (const page of directory.list(wanted))
      found.push(...page.map(({ salesforceUser }) => salesforceUser))
    const isShared = (email: string) => found.filter((each) => each.email === email).length > 1
    return found.map(({ salesforceUserId, email, name }) => ({
      value: by === 'email' && email !== null && !isShared(email) ? email : salesforceUserId,
      description: name,
      byName: true,
    }))
  })
}

/** Salesforce users without a SalesScreen user. */
async function onlyInSalesforce(context: Context, text: string): Promise<CompletionCandidate[]> {
  return await salesforceUsersLike(context, text, 'email', { mapped: false, withoutUser: true })
}

const mostChangeSets = 20

/** The newest change sets, each with the command that made it. */
async function changeSets(context: Context): Promise<CompletionCandidate[]> {
  return await fromLedger(context, async (ledger) => {
    const candidates: CompletionCandidate[] = []
    for await (const page of ledger.history({ limit: mostChangeSets }))
      for (const { number, command } of page) candidates.push({ value: String(number), description: command })
    return candidates
  })
}

/** Every team. */
export async function teamNames(context: Context): Promise<CompletionCandidate[]> {
  return await fromLedger(context, async (ledger) =>
    (await ledger.teams()).map(({ team }) => ({ value: team.name })),
  )
}

// Pressing Tab makes no ledger; on a server, only a command that begins one does.
async function fromLedger(
  context: Context,
  read: (ledger: Ledger) => Promise<CompletionCandidate[]>,
): Promise<CompletionCandidate[]> {
  const { settings, withoutAddress } = context.configuration
  if (withoutAddress !== undefined) return []
  const store = settings.store.value
  const isThere = isPostgres(store) || (await context.dependencies.describeFile(store)) !== undefined
  return !isThere && context.profile !== 'demo' ? [] : await read(await context.ledger())
}

/** The shells that sfsync completes for. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const

/** One of these shells. */
export type Shell = (typeof shells)[number]

/** A script for each shell; all of them ask `sfsync complete`, so that people and teams are up to date. */
export const completionScripts: Readonly<Record<Shell, string>> = {
  bash: `# sfsync completion for bash
_sfsync() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("$line")
  done < <(sfsync complete --shell bash -- "\${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" 2>/dev/null)
  if [ "\${#COMPREPLY[@]}" -eq 0 ]; then compopt -o default; fi
}
complete -F _sfsync sfsync
`,
  zsh: `#compdef sfsync
_sfsync() {
  local line typed="\${(Q)PREFIX}"
  local -a values descriptions
  local -i others=0
  for line in "\${(@f)$(sfsync complete -- "\${(@Q)words[2,CURRENT-1]}" "$typed" 2>/dev/null)}"; do
    [[ -z "$line" ]] && continue
    values+=("\${line%%$'\\t'*}")
    descriptions+=("\${line//$'\\t'/  -- }")
    [[ "\${(L)line[1,\${#typed}]}" == "\${(L)typed}" ]] || others=1
  done
  if (( ! \${#values} )); then _files; return; fi
  # sfsync has chosen: a name stands for an address or an ID that begins with something else.
  compadd -U -l -d descriptions -- "\${values[@]}"
  if (( others && \${#values} > 1 )); then compstate[insert]='' compstate[list]='list force'; fi
}
compdef _sfsync sfsync
# Loaded from a folder of functions, this file is run at the first Tab.
if [[ "\${funcstack[1]}" == _sfsync ]]; then _sfsync "$@"; fi
`,
  fish: `# sfsync completion for fish
function __sfsync_complete
  set -l words (commandline -opc)
  sfsync complete --shell fish -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c sfsync -a '(__sfsync_complete)'
`,
  powershell: `# sfsync completion for PowerShell
Register-ArgumentCompleter -Native -CommandName sfsync -ScriptBlock {
  param($word, $tree, $position)
  $words = @($tree.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { "$_" } })
  sfsync complete '--' @words ("$word".Trim('"', "'")) 2>$null | ForEach-Object {
    $value, $description = $_ -split "\`t", 2
    if (-not $description) { $description = $value }
    $text = if ($value -match '^-{0,2}[A-Za-z][A-Za-z0-9-]*$') { $value } else { "'" + ($value -replace "(['\\u2018-\\u201b])", '$1$1') + "'" }
    [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $description)
  }
}
`,
}
