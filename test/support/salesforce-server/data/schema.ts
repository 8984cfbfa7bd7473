/** How a field's values compare and how they are written. */
export type FieldType = 'id' | 'reference' | 'string' | 'picklist' | 'email' | 'boolean' | 'datetime'

/** A field of an object, or of one that it is related to. */
export interface Field {
  /** `Title`, or with its path: `Profile.Name`. */
  readonly name: string
  readonly type: FieldType
}

/** A kind of record. */
export interface ObjectType {
  readonly name: string
  /** The first three characters of its IDs. */
  readonly keyPrefix: string
  /** By lower-case name, because SOQL ignores the case of names. */
  readonly fields: ReadonlyMap<string, Field>
  /** Which kind of record a relationship leads to. */
  readonly relations: Readonly<Record<string, string>>
}

type Names = Partial<Record<FieldType, string>>

function objectType(
  name: string,
  keyPrefix: string,
  names: Names,
  relations: Record<string, string> = {},
): ObjectType {
  const fields = new Map<string, Field>([['id', { name: 'Id', type: 'id' }]])
  const types: readonly FieldType[] = ['reference', 'string', 'picklist', 'email', 'boolean', 'datetime']
  for (const type of types)
    for (const field of (names[type] ?? '').split(' ').filter((text) => text !== ''))
      fields.set(field.toLowerCase(), { name: field, type })
  return { name, keyPrefix, fields, relations }
}

const owned: Names = {
  reference: 'OwnerId',
  string: 'Name Subject',
  boolean: 'IsDeleted',
  datetime: 'CreatedDate LastModifiedDate SystemModstamp',
}
const permissions =
  'PermissionsApiEnabled PermissionsViewAllUsers PermissionsManageUsers PermissionsEditTask PermissionsEditEvent'
const ofPermissionSet = `${permissions} IsOwnedByProfile`.replaceAll(/\w+/g, 'PermissionSet.$&')

/** Every kind of record that the server knows. */
export const objectTypes: readonly ObjectType[] = [
  objectType(
    'User',
    '005',
    {
      reference: 'ProfileId UserRoleId ManagerId',
      string:
        'Username Name FirstName LastName Alias Title Department Division EmployeeNumber FederationIdentifier Profile.Name UserRole.Name Manager.Name',
      picklist: 'UserType',
      email: 'Email',
      boolean: 'IsActive',
      datetime: 'LastLoginDate CreatedDate SystemModstamp',
    },
    { Profile: 'Profile', UserRole: 'UserRole', Manager: 'User' },
  ),
  objectType('UserLogin', '0Yw', { reference: 'UserId', boolean: 'IsFrozen IsPasswordLocked' }),
  objectType('Opportunity', '006', owned),
  objectType('Task', '00T', owned),
  objectType('Event', '00U', owned),
  objectType('Organization', '00D', {
    string: 'Name InstanceName',
    picklist: 'OrganizationType',
    boolean: 'IsSandbox',
  }),
  objectType('PermissionSet', '0PS', { string: 'Name Label', boolean: `${permissions} IsOwnedByProfile` }),
  objectType(
    'PermissionSetAssignment',
    '0Pa',
    {
      reference: 'AssigneeId PermissionSetId',
      string: 'PermissionSet.Name',
      boolean: `IsActive ${ofPermissionSet}`,
    },
    { PermissionSet: 'PermissionSet' },
  ),
  objectType('Profile', '00e', { string: 'Name', boolean: permissions }),
  objectType('OauthToken', '0CQ', { reference: 'UserId', string: 'AppName', datetime: 'LastUsedDate' }),
  objectType('UserRole', '00E', { string: 'Name' }),
]
