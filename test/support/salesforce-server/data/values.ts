import { suffixOf } from '../../../../src/core/salesforce-id.ts'

/** What a field of a record holds; times are texts like `2026-11-20T08:15:00.000+0000`. */
export type Value = string | number | boolean | null

/** A record, its related fields under their whole path: `Profile.Name`. */
export type FlatRecord = Readonly<Record<string, Value>>

/** The 18-character form of an ID of 15 or 18 characters. */
export function wholeId(id: string): string {
  return id.length === 15 ? id + suffixOf(id) : id
}

const base62 = Buffer.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz')

/** A number in base 62, in the order of ASCII, with leading zeros. */
export function inBase62(number: number, length: number): string {
  const digits = Array<number>(length)
  for (let rest = number, place = length - 1; place >= 0; place -= 1) {
    digits[place] = base62[rest % 62] ?? 0
    rest = Math.floor(rest / 62)
  }
  return String.fromCharCode(...digits)
}

/** A time as Salesforce keeps it: to the second. Source: answers of the REST API; milliseconds are always 000. */
export function salesforceTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.000+0000`
}

/** A number that looks random, the same for the same three numbers. Source: the finalizer of MurmurHash3. */
export function mixed(seed: number, row: number, salt: number): number {
  let bits =
    Math.imul(row + 1, 0x9e_37_79_b1) ^
    Math.imul(seed + 1, 0x85_eb_ca_77) ^
    Math.imul(salt + 1, 0xc2_b2_ae_3d)
  bits = Math.imul(bits ^ (bits >>> 16), 0x85_eb_ca_6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2_b2_ae_35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** A number from a text, the same for the same text. Source: FNV-1a. */
export function hashOf(text: string): number {
  let hash = 0x81_1c_9d_c5
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93)
  return hash >>> 0
}

/** The ID of a record that is known only by its name: a profile, a role, a manager. */
export function idFromName(keyPrefix: string, name: string): string {
  return wholeId(`${keyPrefix}5g00000${inBase62(hashOf(name) % 916_132_832, 5)}`)
}
