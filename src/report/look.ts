/** The look of the report in both schemes and on paper. Of charts, `patterns` has a pattern for each color. */
export const style = `
:root { --good: #0b6e4f; --waiting: #9a6700; --bad: #b42318; --track: #eaeef2; --stop: #8f1d14; }
@media (prefers-color-scheme: dark) { :root { --good: #56d3a0; --waiting: #d9a53f; --bad: #ff7b72; --track: #2a3038; --stop: #ff9d95; } }
body { max-width: 75rem; }
main { display: block; }
h3 { margin: 1.5rem 0 0.5rem; font-size: 1rem; break-after: avoid; }
.headline { margin: 0 0 0.5rem; font-size: 1.3rem; font-weight: 600; line-height: 1.3; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 1rem 0; padding: 0; list-style: none; }
nav a { display: inline-block; min-height: 24px; color: var(--mark); }
.actions { padding-left: 1.6rem; }
.actions li { margin: 0.6rem 0; break-inside: avoid; }
.level { display: inline-block; margin-right: 0.25rem; padding: 0 0.45rem; border: 1px solid; border-radius: 4px; font-size: 0.85rem; font-weight: 600; }
.level.stop { color: var(--stop); }
.level.wrong { color: var(--waiting); }
.level.open { color: var(--quiet); }
code { unicode-bidi: isolate; padding: 0.05rem 0.3rem; border: 1px solid var(--line); border-radius: 4px; font-size: 0.85rem; }
code span { display: inline-block; max-width: 100%; }
td code { display: inline-block; box-sizing: border-box; min-width: 11rem; overflow-wrap: break-word; }
td code span { display: inline; white-space: nowrap; }
td code .long { white-space: normal; overflow-wrap: anywhere; }
svg { display: block; overflow: hidden; margin: 0.5rem 0; }
svg text { fill: var(--ink); font-size: 13px; }
svg .end { text-anchor: end; }
svg .track { fill: var(--track); }
svg .axis { stroke: var(--quiet); }
svg .good, svg .good-ground { fill: var(--good); }
svg .waiting { fill: url(#waiting-pattern); }
svg .bad { fill: url(#bad-pattern); }
svg .waiting-ground { fill: var(--waiting); }
svg .bad-ground { fill: var(--bad); }
svg .gap { fill: var(--paper); }
.patterns { position: absolute; margin: 0; }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0.5rem 0; padding: 0; list-style: none; font-size: 0.9rem; }
.legend svg { display: inline-block; margin: 0; vertical-align: -0.1rem; }
.pair { display: grid; grid-template-columns: minmax(0, 1fr); column-gap: 3rem; align-items: start; }
@media (min-width: 60rem) { .pair { grid-template-columns: minmax(20rem, 1fr) minmax(0, max-content); } }
.scroll { overflow-x: auto; margin: 0.75rem 0; }
table { border-collapse: collapse; font-size: 0.9rem; }
caption { padding-bottom: 0.25rem; font-weight: 600; text-align: left; }
th, td { min-width: 6rem; max-width: 24rem; padding: 0.25rem 0.9rem 0.25rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: normal; }
tbody th { min-width: 11rem; }
@media (min-width: 40rem) { th bdi { overflow-wrap: break-word; } }
thead th { font-size: 0.85rem; font-weight: 600; color: var(--quiet); }
thead th button { padding: 0; border: 0; background: none; color: inherit; font: inherit; text-align: inherit; cursor: pointer; min-height: 24px; }
th[aria-sort='ascending'] button::after { content: ' \\2191'; }
th[aria-sort='descending'] button::after { content: ' \\2193'; }
.number { min-width: 3rem; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
time { white-space: nowrap; }
.filter { display: block; margin-top: 0.75rem; font-size: 0.9rem; }
.filter input { box-sizing: border-box; width: 16rem; max-width: 100%; min-height: 28px; border: 1px solid var(--quiet); border-radius: 4px; padding: 0.1rem 0.4rem; background: var(--paper); color: var(--ink); font: inherit; }
@media print {
  :root { --good: #0b6e4f; --waiting: #9a6700; --bad: #b42318; --track: #eaeef2; --stop: #8f1d14; }
  nav, .filter { display: none; }
  .scroll { overflow: visible; }
  table { width: 100%; font-size: 8pt; }
  table .quiet, table code, thead th { font-size: inherit; }
  th, td, tbody th { min-width: 3.5rem; padding-right: 0.4rem; }
  .number { min-width: 0; }
  time { white-space: normal; }
  td code { overflow-wrap: anywhere; }
  .pair { display: block; }
  svg, tr { break-inside: avoid; print-color-adjust: exact; }
}
`

/** Makes long tables sortable and searchable; the page is whole without it. */
export const script = `
'use strict'
const shortest = 3
for (const table of document.querySelectorAll('table')) {
  const body = table.tBodies[0]
  if (body.rows.length < shortest) continue
  for (const head of table.tHead.rows[0].cells) {
    const button = document.createElement('button')
    button.type = 'button'
    button.append(...head.childNodes)
    head.append(button)
    button.addEventListener('click', () => sort(table, head))
  }
  if (body.rows.length > 10) addFilter(table, body)
}

function sort(table, head) {
  const up = head.getAttribute('aria-sort') !== 'ascending'
  for (const each of head.parentElement.cells) each.removeAttribute('aria-sort')
  head.setAttribute('aria-sort', up ? 'ascending' : 'descending')
  const value = (row) => row.cells[head.cellIndex].textContent
  const compare = head.classList.contains('number')
    ? (left, right) => number(value(left)) - number(value(right))
    : (left, right) => value(left).localeCompare(value(right))
  const rows = [...table.tBodies[0].rows].sort((left, right) => (up ? compare(left, right) : compare(right, left)))
  table.tBodies[0].append(...rows)
}

function number(text) {
  const found = /[0-9.]+/.exec(text.replaceAll(',', ''))
  return found ? Number(found[0]) : -1
}

function addFilter(table, body) {
  const label = document.createElement('label')
  label.className = 'filter'
  const input = document.createElement('input')
  input.type = 'search'
  label.append('Filter rows ', input)
  table.parentElement.before(label)
  input.addEventListener('input', () => {
    const wanted = input.value.toLocaleLowerCase()
    for (const row of body.rows) row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted)
  })
}
`
