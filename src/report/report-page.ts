import { type Hint, withoutPlaceholders } from '../core/hint.ts'
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
  const asked = { ...context, typed: (hint: Hint) => context.typed(withoutPlaceholders(hint)) }
  const [first, ...others] = sections.map((section) => section(facts, asked))
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
        As of ${at.slice(0, 16).replace('T', ' ')} UTC, from the sfsync
        ledger.${isAnonymous ? ' Without names: each person, team and department has a number, the same one everywhere.' : ''}
      </p>
      ${first === undefined ? null : shown(first)}
      <nav aria-label="More in this report">
        <ul>
          ${lines(others.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`))}
        </ul>
      </nav>
      ${lines(others.map((section) => shown(section)))}
    </main>`,
  })
}

function shown({ id, title, content }: Section): Html {
  return markup`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    ${content}
  </section>`
}
