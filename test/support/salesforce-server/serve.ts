import { recordsOf } from './activity.ts'
import { certificatePath } from './certificate.ts'
import { type Population, people } from './data/people.ts'
import { usualFacts } from './facts.ts'
import { OauthPages } from './oauth.ts'
import { type ServeOptions, serveOptions, usage } from './serve-options.ts'
import { startSalesforce } from './server.ts'
import { TokenBook } from './tokens.ts'

/** Starts a local Salesforce from the command line, prints what a client needs, and serves until it is stopped. */
async function serve({ facts, app, frozen, activity }: ServeOptions): Promise<void> {
  const tokens = new TokenBook(usualFacts.token)
  const running = await startSalesforce({
    ...facts,
    tokens,
    extra: app === undefined ? [] : [new OauthPages({ app, tokens, rotates: true }).handler],
    frozen: firstIds(facts.users, frozen),
    records: recordsOf(firstIds(facts.users, activity), Date.now()),
  })
  running.org.warmUp()
  if (facts.https === true) process.stdout.write(`export NODE_EXTRA_CA_CERTS='${certificatePath}'\n`)
  process.stdout.write(`export SF_ORG_INSTANCE_URL='${running.url}'\n`)
  process.stdout.write(`export SF_ACCESS_TOKEN='${running.token}'\n`)
  process.stderr.write(`an org of ${facts.users.count} users; Ctrl-C ends it\n`)
  const end = () => {
    running.close().catch(() => undefined)
  }
  process.once('SIGINT', end).once('SIGTERM', end)
}

function firstIds(population: Population, count: number): string[] {
  const source = people(population)
  return Array.from({ length: Math.min(count, source.size) }, (_, row) => String(source.value(row, 'Id')))
}

try {
  const options = serveOptions(process.argv.slice(2))
  if (options.help) process.stdout.write(usage)
  else await serve(options)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exitCode = 2
}
