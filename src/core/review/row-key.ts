import { repairCase, type SalesforceUserId, isSalesforceUserId } from '../salesforce-id.ts'
import { isUserId, type UserId } from '../user.ts'

/** Whom a row of a review sheet is about: a SalesScreen user, or a Salesforce user without one. */
export type ReviewSubjectKey =
  | { readonly userId: UserId }
  | { readonly userId: null; readonly salesforceUserId: SalesforceUserId }

/** A row key: where the row stood, whom it is about, and a digest of what it showed. */
export interface RowKey {
  /** Counted from 1. */
  readonly place: number
  /** How many rows the sheet had. */
  readonly total: number
  readonly about: ReviewSubjectKey
  readonly digest: string
}

/** A row key as text: `r12of340-u-01h2j3k4-8f3a11c2`. A spreadsheet takes it for no number, date or formula, and letter case does not matter. */
export function rowKeyText({ place, total, about, digest }: RowKey): string {
  const whom = about.userId ?? `s-${about.salesforceUserId}`
  return `r${place}of${total}-${whom}-${digest}`
}

/** Reads a row key, whatever a spreadsheet did to its letter case; undefined where it is none. */
export function parseRowKey(text: string): RowKey | undefined {
  const match = /^r(\d{1,7})of(\d{1,7})-(?:(u-[0-9a-z]{8})|s-([0-9a-z]{18}))-([0-9a-f]{8})$/i.exec(
    text.trim(),
  )
  if (match === null) return undefined
  const [, place = '', total = '', user, person, digest = ''] = match
  const about = user === undefined ? personKey(person ?? '') : userKey(user)
  if (about === undefined) return undefined
  return { place: Number(place), total: Number(total), about, digest: digest.toLowerCase() }
}

function userKey(text: string): ReviewSubjectKey | undefined {
  const userId = text.toLowerCase()
  return isUserId(userId) ? { userId } : undefined
}

function personKey(text: string): ReviewSubjectKey | undefined {
  const salesforceUserId = repairCase(text) ?? ''
  return isSalesforceUserId(salesforceUserId) ? { userId: null, salesforceUserId } : undefined
}

/** Eight hexadecimal digits that are different when the text is (FNV-1a, 32 bit): against mistakes, not against fraud. */
export function shortDigest(text: string): string {
  let hash = 0x81_1c_9d_c5
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
