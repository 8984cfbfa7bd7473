// How right the matcher is on invented companies that it was not tuned on, and how fast on large ones.
import { displayNameOf } from '../../src/core/match/names.ts'
import { type MatchFacts, suggest } from '../../src/core/match/suggest.ts'
import { suggestSubset, Blocking } from '../../src/core/match/suggest-subset.ts'
import { matchClasses } from '../../src/core/match/suggestion.ts'
import { company } from '../core/match/company.ts'
import { qualityOf } from '../core/match/measure.ts'

const percent = (part: number, whole: number) =>
  whole === 0 ? '-' : `${((100 * part) / whole).toFixed(2)} %`
const say = (line: string) => process.stdout.write(`${line}\n`)

const seeds = Array.from({ length: 20 }, (_, index) => 1001 + index)
const quality = qualityOf(seeds.map((seed) => company(seed, 2000)))
say(`${seeds.length} invented companies of 2,000 people on both sides, seeds ${seeds[0]} to ${seeds.at(-1)}`)
for (const each of matchClasses) {
  const { all, right } = quality.classes[each]
  const recall = each === 'none' ? percent(right, quality.alone) : percent(right, quality.pairs)
  say(
    `  ${each.padEnd(8)} ${String(all).padStart(6)}   right ${percent(right, all).padStart(9)}   of all ${recall}`,
  )
}
say(`  true pairs sure or likely   ${percent(quality.found, quality.pairs)}   goal 90 %`)
say(`  right person first          ${percent(quality.first, quality.pairs)}`)
say(`  among the first three       ${percent(quality.firstThree, quality.pairs)}   goal 99 %`)
say(`  no match, reported so       ${percent(quality.reportedAlone, quality.alone)}   goal 99 %`)
const { baseline } = quality
say(
  `  baseline, equal e-mail: right ${percent(baseline.right, baseline.all)}, of all pairs ${percent(baseline.right, quality.pairs)}`,
)
say('Speed: one run each; for one person the best of five')
for (const people of [10_000, 30_000, 90_909]) {
  const { facts } = company(99, people)
  const began = performance.now()
  suggest(facts)
  const seconds = (performance.now() - began) / 1000
  const memory = (process.memoryUsage.rss() / 1e6).toFixed(0)
  const sizes = `${facts.users.length} against ${facts.salesforceUsers.length}`
  const alone = await forOne(facts)
  say(
    `  ${sizes}: ${seconds.toFixed(1)} s, ${memory} MB with both sides; one person ${alone.toFixed(0)} ms, without reading`,
  )
}

// Five users from the whole list, so that rare and common names are among them.
async function forOne(facts: MatchFacts): Promise<number> {
  const outlines = facts.salesforceUsers.map((person) => ({ ...person, called: displayNameOf(person) }))
  const times: number[] = []
  for (const part of [0.1, 0.3, 0.5, 0.7, 0.9]) {
    const asked = facts.users.slice(Math.floor(part * facts.users.length)).slice(0, 1)
    const began = performance.now()
    const blocking = new Blocking(
      facts.users.map(({ user }) => user),
      outlines,
    )
    await suggestSubset(
      asked.map(({ user }) => user),
      blocking,
      async ({ users, salesforceUsers }) =>
        await Promise.resolve({
          ...facts,
          users: facts.users.filter(({ user }) => users.has(user.userId)),
          salesforceUsers: facts.salesforceUsers.filter(({ salesforceUserId }) =>
            salesforceUsers.has(salesforceUserId),
          ),
        }),
    )
    times.push(performance.now() - began)
  }
  return Math.min(...times)
}
