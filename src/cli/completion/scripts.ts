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
    $text = if ($value -match '\\s') { "'" + $value.Replace("'", "''") + "'" } else { $value }
    [System.Management.Automation.CompletionResult]::new($text, $value, 'ParameterValue', $description)
  }
}
`,
}
