import { SfsyncError } from '../../core/errors.ts'
import { whyNoCounterpart } from '../../core/match/suggest.ts'
import type { Candidate } from '../../core/match/suggestion.ts'
import type { DirectoryEntry, Ledger } from '../../ledger/ledger.ts'
import { resolveSalesforceUser } from '../resolve/salesforce-user.ts'
import type { Option, Person } from './sitting.ts'

/** A candidate as something that can be chosen. */
export function optionOf({ salesforceUser, score, evidence, caps }: Candidate): Option {
  return { salesforceUser, score, evidence: evidence.map(({ text }) => text), caps }
}

/** Who in the directory is found by a text, as `sf-users find` would find them. */
export async function optionsFound(ledger: Ledger, text: string, person: Person): Promise<Option[]> {
  const found: Option[] = []
  for await (const page of ledger.directory.list({ search: text, limit: mostFound }))
    found.push(...page.map((entry) => optionFrom(entry, person)))
  return found
}

const mostFound = 9

/** The one in the directory whom an ID, a username or a record address names; throws `not-found` and `invalid`. */
export async function optionNamed(ledger: Ledger, text: string, person: Person): Promise<Option> {
  const { salesforceUserId, entry } = await resolveSalesforceUser(ledger, text)
  if (entry === null)
    throw new SfsyncError('not-found', `${salesforceUserId} is not in the directory: sfsync sf-users refresh`)
  return optionFrom(entry, person)
}

function optionFrom({ salesforceUser, mappedTo }: DirectoryEntry, { candidates }: Person): Option {
  const known = candidates.find(
    (each) => each.salesforceUser.salesforceUserId === salesforceUser.salesforceUserId,
  )
  if (known !== undefined) return known
  const caps = [
    ...(mappedTo === null ? [] : [`mapped to ${mappedTo.email}`]),
    ...whyNoCounterpart(salesforceUser),
  ]
  return { salesforceUser, score: null, evidence: [], caps }
}
