import type { Todo, TodoKind } from '../core/todo.ts'
import { countText } from '../core/text.ts'
import { visible } from '../core/visible-text.ts'
import { todoPlace, todoValues } from './screens.ts'

const headings: Readonly<Record<TodoKind, string>> = {
  'create-team': 'Create teams',
  'rename-team': 'Rename teams',
  'create-user': 'Create users',
  'edit-user': 'Change users',
  reactivate: 'Reactivate users',
  'assign-team': 'Put users on teams',
  unmap: 'Remove mappings',
  map: 'Add mappings',
  deactivate: 'Deactivate users',
  'delete-team': 'Delete teams',
}

/**
 * One page for a browser or for paper, in the order in which SalesScreen accepts the to-dos. It needs no network, works
 * without scripts as a list to tick by hand, and with them gives the ticked ones as a text for `todo done --file`.
 */
export function todoPage(todos: readonly Todo[], at: string): string {
  const groups = [...Map.groupBy(todos, ({ kind }) => kind)]
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>To enter in SalesScreen</title>
<style>${style}</style>
</head>
<body>
<h1>To enter in SalesScreen</h1>
<p>${countText(todos.length, 'thing')}, as of ${escaped(at.slice(0, 16).replace('T', ' '))} UTC. Work from top to bottom: what comes later needs what comes first.</p>
${groups.map(([kind, members]) => section(kind, members)).join('\n')}
<section class="done" hidden>
<h2>Tell sfsync what is done</h2>
<p>Copy this text, run <code>sfsync todo done --file -</code>, paste it, and end with Ctrl-D. Or save it as a file and name the file.</p>
<textarea id="ticked" rows="6" readonly aria-label="What is ticked"></textarea>
<p><button type="button" data-copies="ticked">Copy</button> <span id="count"></span></p>
</section>
<script>${script}</script>
</body>
</html>
`
}

function section(kind: TodoKind, todos: readonly Todo[]): string {
  return `<section>
<h2>${headings[kind]} <small>(${todos.length})</small></h2>
<ol>
${todos.map((todo) => item(todo)).join('\n')}
</ol>
</section>`
}

function item(todo: Todo): string {
  const { kind, user, team } = todo
  const who = user === null ? (team ?? '') : `${user.name} <${user.email}>`
  const values = todoValues(todo).map(
    ([label, value]) =>
      `<span class="value"><i>${escaped(label)}</i> <code>${escaped(value)}</code> <button type="button" data-value="${escaped(value)}">Copy</button></span>`,
  )
  return `<li><label><input type="checkbox" data-line="${escaped(csvLine([kind, user?.id ?? '', team ?? '', user?.email ?? '']))}"> <b>${escaped(who)}</b></label>
<div class="place">${escaped(todoPlace(todo))}</div>
<div>${values.join('\n')}</div></li>`
}

function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
}

/** The header of the lines that the page gives back. */
export const tickedHeader = 'kind,userId,team,email'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
li { margin: 0.75rem 0; break-inside: avoid; }
.place { opacity: 0.7; font-size: 0.9rem; }
.value { display: inline-block; margin: 0.25rem 1rem 0.25rem 0; }
code { padding: 0 0.25rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: 3px; }
li:has(input:checked) { opacity: 0.5; }
textarea { width: 100%; font-family: ui-monospace, monospace; }
button { font: inherit; font-size: 0.85rem; }
@media print { button, .done { display: none; } body { max-width: none; margin: 0; } }
`

const script = `
'use strict'
const boxes = [...document.querySelectorAll('input[type=checkbox]')]
const ticked = document.getElementById('ticked')
document.querySelector('.done').hidden = false
function show() {
  const lines = boxes.filter((box) => box.checked).map((box) => box.dataset.line)
  ticked.value = lines.length === 0 ? '' : ['${tickedHeader}', ...lines, ''].join('\\n')
  document.getElementById('count').textContent = lines.length + ' of ' + boxes.length + ' done'
}
for (const box of boxes) box.addEventListener('change', show)
async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    document.body.append(area)
    area.select()
    document.execCommand('copy')
    area.remove()
  }
  button.textContent = 'Copied'
  setTimeout(() => { button.textContent = 'Copy' }, 1000)
}
for (const button of document.querySelectorAll('button'))
  button.addEventListener('click', () =>
    copy(button.dataset.copies ? ticked.value : button.dataset.value, button))
show()
`
