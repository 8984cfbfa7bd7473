import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings'
import { companyFactNames, fullName, userStates } from '../core/model.ts'
import { fold } from '../core/text.ts'
import { directoryOrders, type Ledger } from '../ledger/ledger.ts'
import type { Context } from './context.ts'
import { formats } from './output/columns.ts'
import { localRows } from './commands/settings/list.ts'

/** Something that could be typed next. */
interface CompletionCandidate {
  readonly value: string
  readonly description?: string
}

/** What could take the place of the last word, which may be empty. */
export async function completionsFor(
  program: CommandUnknownOpts,
  words: readonly string[],
  context: Context,
): Promise<CompletionCandidate[]> {
  const current = words.at(-1) ?? ''
  const { command, positionals, pending } = walk(program, words.slice(0, -1))
  const all = await everything(program, command, positionals, pending, current, context)
  return all.filter(
    ({ value, description }) =>
      matches(value, current) ||
      (description !== undefined && current !== '' && fold(description).startsWith(fold(current))),
  )
}

function matches(value: string, current: string): boolean {
  return fold(value).startsWith(fold(unquoted(current)))
}

// Some shells hand over the word as typed, quotes and backslashes included.
function unquoted(word: string): string {
  return word.replace(/^['"]|['"]$/g, '').replace(/\\(.)/g, '$1')
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
  if (pending !== undefined) return await valuesOf(pending.long ?? '', context, current)
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
        ...(command.name() === 'assign-team' ? await teamNames(context) : []),
      ]
    case 'sfId':
      return await salesforceUsersLike(context, current)
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

async function valuesOf(flag: string, context: Context, current: string): Promise<CompletionCandidate[]> {
  switch (flag) {
    case '--format':
      return plain(formats)
    case '--color':
      return plain(['auto', 'always', 'never'])
    case '--state':
      return plain(userStates)
    case '--sort':
      return plain(directoryOrders)
    case '--team':
      return await teamNames(context)
    case '--from-sf':
      return await salesforceUsersLike(context, current)
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
      for (const { user } of page) candidates.push({ value: user.email, description: fullName(user) })
    return candidates
  })
}

/** Active Salesforce users whose name, username, e-mail address or ID holds a text. */
async function salesforceUsersLike(context: Context, text: string): Promise<CompletionCandidate[]> {
  return await fromLedger(context, async ({ directory }) => {
    const candidates: CompletionCandidate[] = []
    for await (const page of directory.list({ search: text, active: true, people: true, limit: most }))
      for (const { salesforceUser } of page)
        candidates.push({ value: salesforceUser.salesforceUserId, description: salesforceUser.name })
    return candidates
  })
}

/** Every team. */
export async function teamNames(context: Context): Promise<CompletionCandidate[]> {
  return await fromLedger(context, async (ledger) =>
    (await ledger.teams()).map(({ team }) => ({ value: team.name })),
  )
}

// Pressing Tab makes no ledger.
async function fromLedger(
  context: Context,
  read: (ledger: Ledger) => Promise<CompletionCandidate[]>,
): Promise<CompletionCandidate[]> {
  const file = await context.dependencies.describeFile(context.configuration.settings.store.value)
  return file === undefined && context.profile !== 'demo' ? [] : await read(await context.ledger())
}

/** The shells that sfsync completes for. */
export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const

/** One of these shells. */
export type Shell = (typeof shells)[number]

/** A script for each shell; all of them ask `sfsync complete`, so that people and teams are up to date. */
export const completionScripts: Readonly<Record<Shell, string>> = {
  bash: `# sfsync completion for bash
# An e-mail address is one word.
COMP_WORDBREAKS=\${COMP_WORDBREAKS//@/}
_sfsync() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    COMPREPLY+=("$(printf '%q' "\${line%%$'\\t'*}")")
  done < <(sfsync complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  if [ "\${#COMPREPLY[@]}" -eq 0 ]; then compopt -o default; fi
}
complete -F _sfsync sfsync
`,
  zsh: `#compdef sfsync
_sfsync() {
  local line
  local -a values descriptions
  for line in "\${(@f)$(sfsync complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -z "$line" ]] && continue
    values+=("\${line%%$'\\t'*}")
    descriptions+=("\${line//$'\\t'/  -- }")
  done
  if (( \${#values} )); then compadd -l -d descriptions -- "\${values[@]}"; else _files; fi
}
compdef _sfsync sfsync
`,
  fish: `# sfsync completion for fish
function __sfsync_complete
  set -l words (commandline -opc) (commandline -ct)
  sfsync complete -- $words[2..-1] 2>/dev/null
end
complete -c sfsync -a '(__sfsync_complete)'
`,
  powershell: `# sfsync completion for PowerShell
Register-ArgumentCompleter -Native -CommandName sfsync -ScriptBlock {
  param($word, $tree, $position)
  $words = @($tree.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { "$_".Trim('"', "'") })
  sfsync complete '--' @words "$word" 2>$null | ForEach-Object {
    $value, $description = $_ -split "\`t", 2
    if (-not $description) { $description = $value }
    $text = if ($value -match '^-{0,2}[A-Za-z][A-Za-z0-9-]*$') { $value } else { "'" + ($value -replace "(['\\u2018-\\u201b])", '$1$1') + "'" }
    [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $description)
  }
}
`,
}
