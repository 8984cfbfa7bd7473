import type { SignInWay, WhoAmI } from '../../salesforce/salesforce.ts'
import type { SecretStorage } from '../../salesforce/sign-in/login-store.ts'
import type { Context } from '../context.ts'
import { type Cell, type Column, type Format, isForPeople } from '../output/columns.ts'

/** The login of a profile; all null where it has none. */
interface SignedInRow {
  readonly profile: string
  readonly way: SignInWay | null
  readonly username: string | null
  readonly organizationId: string | null
  readonly instanceUrl: string | null
  /** Null where sfsync has no secrets to store. */
  readonly secretStorage: SecretStorage | null
  readonly signedInAt: string | null
}

/** The result of `logout`. */
export interface SignedOutRow {
  readonly profile: string
  readonly signedOut: boolean
  readonly way: SignInWay | null
  readonly username: string | null
  /** Whether Salesforce revoked the token; null where there was none to revoke. */
  readonly revoked: boolean | null
  /** What still signs this profile in. */
  readonly stillSignedInBy: SignInWay | null
}

/** The signed-in user, and how the user signed in. */
export type WhoAmIRow = Omit<SignedInRow, 'username' | 'organizationId' | 'instanceUrl'> & {
  readonly [Fact in Exclude<keyof WhoAmI, 'unknownBecause'>]: WhoAmI[Fact] | null
}

function column<Key extends string>(
  key: Key,
  label: string,
  kind: Column<unknown>['kind'] = 'text',
): Column<Readonly<Record<Key, Cell>>> {
  return { key, label, kind, value: (row) => row[key] }
}

/** The columns of `login`. */
export const signedInColumns: readonly Column<SignedInRow>[] = [
  column('username', 'Username', 'id'),
  column('organizationId', 'Organization', 'id'),
  column('instanceUrl', 'Instance', 'id'),
  column('way', 'Sign-in method'),
  column('secretStorage', 'Secrets stored in'),
  column('signedInAt', 'Signed in', 'time'),
  column('profile', 'Profile'),
]

/** The columns of `logout`. */
export const signedOutColumns: readonly Column<SignedOutRow>[] = [
  column('username', 'Username', 'id'),
  column('signedOut', 'Signed out', 'flag'),
  column('way', 'Sign-in method'),
  column('revoked', 'Revoked', 'flag'),
  column('stillSignedInBy', 'Still signed in through'),
  column('profile', 'Profile'),
]

const whoAmIFields: readonly Column<WhoAmIRow>[] = [
  column('username', 'Username', 'id'),
  column('name', 'Name'),
  column('email', 'E-mail', 'id'),
  column('userId', 'Salesforce User ID', 'id'),
  column('organizationId', 'Organization', 'id'),
  column('organizationName', 'Organization name'),
  column('sandbox', 'Sandbox', 'flag'),
  column('instanceUrl', 'Instance', 'id'),
  column('apiVersion', 'API version'),
  column('callsLeft', 'API calls left today', 'number'),
  column('callsAllowed', 'API calls per day', 'number'),
  column('apiEnabled', 'API Enabled', 'flag'),
  column('viewAllUsers', 'View All Users', 'flag'),
  column('manageUsers', 'Manage Users', 'flag'),
  column('way', 'Sign-in method'),
  column('secretStorage', 'Secrets stored in'),
  column('signedInAt', 'Signed in', 'time'),
  column('profile', 'Profile'),
]

/** The columns of `whoami`; a table shows what could not be checked as unknown. */
export function whoAmIColumns(format: Format): readonly Column<WhoAmIRow>[] {
  if (!isForPeople(format)) return whoAmIFields
  return whoAmIFields.map((field) => {
    if (field.key === 'way')
      return { ...field, value: ({ way }) => (way === null ? null : signInWayText(way)) }
    const mayBeUnknown = field.kind === 'flag' || field.kind === 'number'
    return mayBeUnknown ? { ...field, value: (row) => field.value(row) ?? 'unknown' } : field
  })
}

const ways: Readonly<Record<SignInWay, string>> = {
  'sf-cli': 'the login of the Salesforce CLI',
  environment: 'the token in the environment',
  jwt: 'a key (JWT)',
  'client-credentials': 'client ID and secret',
  browser: 'the browser',
}

/** A way to sign in, for "signed in through ...". */
export function signInWayText(way: SignInWay): string {
  return ways[way]
}

/** Where secrets are stored, as a sentence. */
export function secretStorageText(storage: SecretStorage): string {
  if (storage === 'keyring') return 'secrets are stored in the keyring of this system'
  if (storage === 'file') return 'secrets are stored in a file readable only by you'
  return 'no secrets are stored'
}

/** Whether this is the demo profile; notes that it needs no login. */
export async function isDemo(context: Context): Promise<boolean> {
  if (context.profile !== 'demo') return false
  await context.note('the demo profile has a built-in sample org and needs no login')
  return true
}
