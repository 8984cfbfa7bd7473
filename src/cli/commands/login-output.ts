import type { SignInWay, WhoAmI } from '../../salesforce/salesforce.ts'
import type { Column, Format } from '../output/columns.ts'

/** How a profile is signed in; all null where nobody is. */
export interface SignedInRow {
  readonly profile: string
  readonly way: SignInWay | null
  readonly username: string | null
  readonly organizationId: string | null
  readonly instanceUrl: string | null
  /** Where the secrets rest; null where they are not sfsync's to keep. */
  readonly secretRests: SecretStorage | null
  readonly signedInAt: string | null
}

/** What became of a login. */
export interface SignedOutRow {
  readonly profile: string
  readonly signedOut: boolean
  readonly way: SignInWay | null
  readonly username: string | null
  /** Whether Salesforce took the token back; null where there was nothing to take back. */
  readonly revoked: boolean | null
  /** What signs this profile in all the same. */
  readonly stillSignedInBy: SignInWay | null
}

/** Who asks, and how they signed in. */
export type WhoAmIRow = Omit<SignedInRow, 'username' | 'organizationId' | 'instanceUrl'> & {
  readonly [Fact in keyof WhoAmI]: WhoAmI[Fact] | null
}

/** The columns of `login`. */
export const signedInColumns: readonly Column<SignedInRow>[] = [
  { key: 'username', label: 'Username', kind: 'id', value: ({ username }) => username },
  { key: 'organizationId', label: 'Organization', kind: 'id', value: ({ organizationId }) => organizationId },
  { key: 'instanceUrl', label: 'Instance', kind: 'id', value: ({ instanceUrl }) => instanceUrl },
  { key: 'way', label: 'Way', kind: 'text', value: ({ way }) => way },
  { key: 'secretRests', label: 'Secrets rest', kind: 'text', value: ({ secretRests }) => secretRests },
  { key: 'signedInAt', label: 'Signed in', kind: 'time', value: ({ signedInAt }) => signedInAt },
  { key: 'profile', label: 'Profile', kind: 'text', value: ({ profile }) => profile },
]

/** The columns of `logout`. */
export const signedOutColumns: readonly Column<SignedOutRow>[] = [
  { key: 'username', label: 'Username', kind: 'id', value: ({ username }) => username },
  { key: 'signedOut', label: 'Signed out', kind: 'flag', value: ({ signedOut }) => signedOut },
  { key: 'way', label: 'Way', kind: 'text', value: ({ way }) => way },
  { key: 'revoked', label: 'Revoked', kind: 'flag', value: ({ revoked }) => revoked },
  {
    key: 'stillSignedInBy',
    label: 'Still signed in by',
    kind: 'text',
    value: ({ stillSignedInBy }) => stillSignedInBy,
  },
  { key: 'profile', label: 'Profile', kind: 'text', value: ({ profile }) => profile },
]

/** The columns of `whoami`; in a table what could not be looked at says so. */
export function whoAmIColumns(format: Format): readonly Column<WhoAmIRow>[] {
  const looked = (cell: boolean | number | null) =>
    cell === null && format === 'table' ? 'could not look' : cell
  const inWords = (way: SignInWay | null) => (way !== null && format === 'table' ? signInWayText(way) : way)
  return [
    { key: 'username', label: 'Username', kind: 'id', value: ({ username }) => username },
    { key: 'name', label: 'Name', kind: 'text', value: ({ name }) => name },
    { key: 'email', label: 'E-mail', kind: 'id', value: ({ email }) => email },
    { key: 'userId', label: 'Salesforce User ID', kind: 'id', value: ({ userId }) => userId },
    {
      key: 'organizationId',
      label: 'Organization',
      kind: 'id',
      value: ({ organizationId }) => organizationId,
    },
    {
      key: 'organizationName',
      label: 'Organization name',
      kind: 'text',
      value: ({ organizationName }) => organizationName,
    },
    { key: 'sandbox', label: 'Sandbox', kind: 'flag', value: ({ sandbox }) => looked(sandbox) },
    { key: 'instanceUrl', label: 'Instance', kind: 'id', value: ({ instanceUrl }) => instanceUrl },
    { key: 'apiVersion', label: 'API version', kind: 'text', value: ({ apiVersion }) => apiVersion },
    {
      key: 'callsLeft',
      label: 'API calls left today',
      kind: 'number',
      value: ({ callsLeft }) => looked(callsLeft),
    },
    {
      key: 'callsAllowed',
      label: 'API calls a day',
      kind: 'number',
      value: ({ callsAllowed }) => looked(callsAllowed),
    },
    { key: 'apiEnabled', label: 'API Enabled', kind: 'flag', value: ({ apiEnabled }) => looked(apiEnabled) },
    {
      key: 'viewAllUsers',
      label: 'View All Users',
      kind: 'flag',
      value: ({ viewAllUsers }) => looked(viewAllUsers),
    },
    {
      key: 'manageUsers',
      label: 'Manage Users',
      kind: 'flag',
      value: ({ manageUsers }) => looked(manageUsers),
    },
    { key: 'way', label: 'Signed in by', kind: 'text', value: ({ way }) => inWords(way) },
    { key: 'secretRests', label: 'Secrets rest', kind: 'text', value: ({ secretRests }) => secretRests },
    { key: 'signedInAt', label: 'Signed in', kind: 'time', value: ({ signedInAt }) => signedInAt },
    { key: 'profile', label: 'Profile', kind: 'text', value: ({ profile }) => profile },
  ]
}

/** Where the secrets of a login rest. */
export type SecretStorage = 'keyring' | 'file' | 'nowhere'

const ways: Readonly<Record<SignInWay, string>> = {
  'sf-cli': 'the login of the Salesforce CLI',
  environment: 'the token in the environment',
  jwt: 'a signed key (JWT)',
  'client-credentials': 'client id and secret',
  browser: 'the browser',
}

/** A way to sign in, as a person says it. */
export function signInWayText(way: SignInWay): string {
  return ways[way]
}

/** Where secrets rest, as a person says it. */
export function secretStorageText(rests: SecretStorage): string {
  if (rests === 'keyring') return 'the secrets rest in the keyring of this system'
  if (rests === 'file') return 'the secrets rest in a file that only you can read'
  return 'no secret is kept'
}
