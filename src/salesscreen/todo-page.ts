import type { Todo, TodoKind } from '../core/todo.ts'
import { countText, numberText } from '../core/text.ts'
import { digest, type Html, markup, htmlPage, isolated, lines } from '../report/html.ts'
import { todoPlace, todoText, todoValues } from './screens.ts'

const headings: Readonly<Record<TodoKind, string>> = {
  'free-team-name': 'Rename teams for now',
  'create-team': 'Create teams',
  'rename-team': 'Rename teams',
  'create-user': 'Create users',
  'free-address': 'Change addresses for now',
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
 * without scripts as a list to tick by hand, and with them keeps what is ticked and gives it as a text for
 * `todo done --file`. `command` is `todo done` as this admin types it, `system` what SalesScreen calls Salesforce.
 */
export function todoPage(
  { todos, system }: { readonly todos: readonly Todo[]; readonly system: string },
  at: string,
  command: string,
): string {
  const groups = [...Map.groupBy(todos, ({ kind }) => kind)]
  const list = lines(groups.map(([kind, members]) => section(kind, members, system)))
  const when = `${at.slice(0, 16).replace('T', ' ')} UTC`
  return htmlPage({
    title: 'To enter in SalesScreen',
    style,
    script,
    body: markup`<main data-key="${digest(`${at}\n${list.text}`)}">
      <h1>To enter in SalesScreen</h1>
      ${todos.length === 0 ? markup`<p>Nothing to enter, as of ${when}.</p>` : filled(todos.length, when, list, command)}
    </main>`,
  })
}

function filled(count: number, when: string, list: Html, command: string): Html {
  return markup`<p>
      ${countText(count, 'thing')}, as of ${when}. Work from top to bottom: what comes later needs what comes
      first.
    </p>
    <noscript
      ><p>Tick by hand. To record what is done, run <code>${command}</code> with the users.</p></noscript
    >
    <div class="progress scripted">
      <progress max="${count}" value="0" aria-label="Things done"></progress> <span id="count"></span>
    </div>
    <p class="note" id="not-kept" hidden>
      This browser does not keep what is ticked. Copy the text at the end before you close the page.
    </p>
    ${list}
    <section class="scripted done">
      <h2>Record what is done</h2>
      <p>
        Copy this text, run <code>${command} --file -</code>, paste it, and end with Ctrl-D (on Windows:
        Ctrl-Z, then Enter). Or save it as a file and name the file.
      </p>
      <textarea
        id="ticked"
        rows="6"
        readonly
        aria-label="What is ticked"
        placeholder="Nothing is ticked yet."
      ></textarea>
      <p>
        <button type="button" id="copy-ticked"><span>Copy</span><span class="spoken"> what is ticked</span></button>
      </p>
    </section>
    <p class="spoken" id="said" role="status"></p>`
}

function section(kind: TodoKind, todos: readonly Todo[], system: string): Html {
  return markup`<section>
    <h2>${headings[kind]} <small>(${numberText(todos.length)})</small></h2>
    <ol>
      ${lines(todos.map((todo) => item(todo, system)))}
    </ol>
  </section>`
}

function item(todo: Todo, system: string): Html {
  const { kind, user, team, salesforceUserId } = todo
  const who =
    user === null
      ? markup`<b>${isolated(team ?? '')}</b>`
      : markup`<b>${isolated(user.name)}</b> <bdi class="quiet">${user.email}</bdi>`
  const line = csvLine([
    kind,
    user?.id ?? '',
    team ?? '',
    user?.email ?? '',
    salesforceUserId ?? '',
    todoText(todo, system),
  ])
  const values = todoValues(todo, system).map(([label, value]) => valueOf(label, value))
  return markup`<li>
    <label><input type="checkbox" autocomplete="off" data-line="${line}" /> ${who}</label>
    <div class="quiet">${todoPlace(todo)}</div>
    <div>${lines(values)}</div>
  </li>`
}

function valueOf(label: string, value: string): Html {
  const shown =
    value === ''
      ? markup`<span>(leave empty)</span>`
      : markup`<code dir="auto">${value}</code> <button type="button" class="scripted"><span>Copy</span><span class="spoken"> ${label}</span></button>`
  return markup`<span class="value"><span class="quiet">${label}</span> ${shown}</span>`
}

function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')
}

/** The header of the lines that the page gives back. */
export const tickedHeader = 'kind,userId,team,email,salesforceUserId,what'

const style = `
body { max-width: 54rem; }
ol { padding-left: 2.2rem; }
li { margin: 1rem 0; break-inside: avoid; }
label { cursor: pointer; }
input { width: 1.1rem; height: 1.1rem; margin: 0 0.25rem 0 0; vertical-align: -0.15rem; }
.value { display: inline-block; max-width: 100%; margin: 0.25rem 1rem 0.25rem 0; }
code, textarea, button { border: 1px solid var(--line); border-radius: 4px; background: transparent; color: inherit; }
code { padding: 0.1rem 0.3rem; }
textarea { box-sizing: border-box; width: 100%; font-family: ui-monospace, monospace; }
textarea::placeholder { color: var(--quiet); opacity: 1; }
button { padding: 0.1rem 0.6rem; font: inherit; font-size: 0.85rem; cursor: pointer; }
button:disabled { color: var(--quiet); cursor: default; }
li:has(input:checked) b { color: var(--quiet); text-decoration: line-through; }
.progress { position: sticky; top: 0; z-index: 1; padding: 0.5rem 0; background: var(--paper); border-bottom: 1px solid var(--line); }
progress { width: 12rem; max-width: 50%; vertical-align: middle; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
html:not(.scripts) .scripted { display: none; }
@media print {
  body { max-width: none; }
  button, .progress, .done, .note { display: none !important; }
}
`

const script = `
'use strict'
document.documentElement.classList.add('scripts')
const find = (id) => document.getElementById(id)
const boxes = [...document.querySelectorAll('input')]
const ticked = find('ticked')
const key = 'sfsync todo ' + document.querySelector('main').dataset.key

function recall() {
  const kept = new Set(JSON.parse(localStorage.getItem(key) || '[]'))
  boxes.forEach((box, at) => { box.checked = kept.has(at) })
}

function keep() {
  localStorage.setItem(key, JSON.stringify([...boxes.keys()].filter((at) => boxes[at].checked)))
}

// A browser may refuse to store anything, for all pages or for files.
function unlessRefused(act) {
  try { act() } catch { find('not-kept').hidden = false }
}

function show() {
  const lines = boxes.filter((box) => box.checked).map((box) => box.dataset.line)
  ticked.value = lines.length === 0 ? '' : ['${tickedHeader}', ...lines, ''].join('\\n')
  find('copy-ticked').disabled = lines.length === 0
  find('count').textContent = lines.length + ' of ' + boxes.length + ' done'
  document.querySelector('progress').value = lines.length
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return document.execCommand('copy')
  }
}

async function copy(button) {
  const value = button.parentElement.querySelector('code')
  if (value) getSelection().selectAllChildren(value)
  else ticked.select()
  const word = (await copied(value ? value.textContent : ticked.value)) ? 'Copied' : 'Press Ctrl-C'
  button.firstChild.textContent = word
  find('said').textContent = word
  setTimeout(() => { button.firstChild.textContent = 'Copy' }, 2000)
}

if (boxes.length > 0) {
  unlessRefused(recall)
  show()
  document.addEventListener('change', () => { show(); unlessRefused(keep) })
  document.addEventListener('click', ({ target }) => {
    const button = target.closest('button')
    if (button) void copy(button)
  })
}
`
