import {
  connectionSection,
  decisionsSection,
  directorySection,
  driftSection,
  historySection,
} from './company-sections.ts'
import { patterns } from './charts.ts'
import type { ReportFacts } from './facts.ts'
import { type Html, markup, htmlPage, isolated, lines } from './html.ts'
import { script, style } from './look.ts'
import {
  actionsSection,
  coverageSection,
  funnelSection,
  headline,
  licenseSection,
  type Section,
  type SectionContext,
} from './people-sections.ts'

const sections = [
  actionsSection,
  funnelSection,
  coverageSection,
  licenseSection,
  driftSection,
  directorySection,
  connectionSection,
  historySection,
  decisionsSection,
]

/** A report as one page for a browser or for paper, which needs no network and no script. */
export function reportPage(facts: ReportFacts, context: SectionContext): string {
  const all = sections.map((section) => section(facts, context))
  const { at, team, isAnonymous } = facts
  return htmlPage({
    title: team === null ? 'SalesScreen report' : `SalesScreen report: ${team}`,
    style,
    script,
    body: markup`${patterns}
    <main>
      <h1>SalesScreen report${team === null ? null : markup`: ${isolated(team)}`}</h1>
      <p class="headline">${headline(facts)}</p>
      <p class="quiet">
        As of ${at.slice(0, 16).replace('T', ' ')} UTC, from the ledger of
        sfsync.${isAnonymous ? ' Without names: each person, team and department has a number, the same one everywhere.' : ''}
      </p>
      <nav aria-label="Contents">
        <ul>
          ${lines(all.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`))}
        </ul>
      </nav>
      ${lines(all.map((section) => shown(section)))}
    </main>`,
  })
}

function shown({ id, title, content }: Section): Html {
  return markup`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>`
}
