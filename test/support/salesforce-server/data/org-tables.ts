import type { OrgFacts } from '../facts.ts'
import { flatUser, type RawUser } from '../users.ts'
import { people } from './people.ts'
import { objectTypes } from './schema.ts'
import { type Source, sourceOf, Table } from './table.ts'
import { type FlatRecord, idFromName, wholeId } from './values.ts'

/** The records of an org, each kind made when it is first asked for. */
export class OrgTables {
  readonly users: Table
  private readonly facts: OrgFacts
  private readonly tables = new Map<string, Table>()

  constructor(facts: OrgFacts) {
    this.facts = facts
    this.users = this.made(
      'User',
      'count' in facts.users ? people(facts.users) : sourceOf(facts.users.map((user) => flatUser(user))),
    )
  }

  /** By lower-case name. */
  table(name: string): Table | undefined {
    // Rights may be given and taken while the org runs.
    const known = name === 'permissionset' ? undefined : this.tables.get(name)
    if (known !== undefined) return known
    const type = objectTypes.find((candidate) => candidate.name.toLowerCase() === name)
    return type === undefined ? undefined : this.made(type.name, this.source(type.name))
  }

  /** What somebody may do: every user of the org has the permissions that the facts name. */
  assignmentsOf(userId: string): Table {
    const key = `permissionsetassignment ${userId}`
    return this.made('PermissionSetAssignment', sourceOf(this.assignments(userId)), key)
  }

  /** Somebody new, who can log in at once. */
  add(user: RawUser): void {
    const logins = this.table('userlogin')
    this.users.add(flatUser(user))
    logins?.add(login(user.Id, false))
  }

  /** Freezes a log-in, or lets it work again. */
  freeze(userId: string, frozen: boolean): void {
    const logins = this.table('userlogin')
    const row = logins?.rowOf(loginId(userId))
    if (logins === undefined || row === undefined) throw new Error(`there is no user ${userId}`)
    logins.change(row, { IsFrozen: frozen })
  }

  private made(name: string, source: Source, key = name.toLowerCase()): Table {
    const type = objectTypes.find((candidate) => candidate.name === name)
    if (type === undefined) throw new Error(`there is no object ${name}`)
    const table = new Table(type, source, this.facts.idOrder)
    this.tables.set(key, table)
    return table
  }

  private source(name: string): Source {
    switch (name) {
      case 'UserLogin':
        return this.logins()
      case 'Opportunity':
      case 'Task':
      case 'Event':
        return sourceOf((this.facts.records[name] ?? []).map((record) => owned(record)))
      case 'Organization':
        return sourceOf([this.organization()])
      case 'Profile':
        return sourceOf(this.named('Profile.Name', '00e').map((profile) => withPermissions(profile)))
      case 'UserRole':
        return sourceOf(this.named('UserRole.Name', '00E'))
      case 'OauthToken':
        return sourceOf(
          this.facts.oauthTokens.map((token, index) => ({ ...token, Id: idFromName('0CQ', String(index)) })),
        )
      default:
        return sourceOf(this.permissionSets())
    }
  }

  private logins(): Source {
    const { users } = this
    const frozen = new Set(this.facts.frozen)
    return {
      size: users.size,
      sorted: users.idsAscend,
      value: (row, field) => {
        if (field === 'IsPasswordLocked') return false
        if (field === 'IsFrozen') return frozen.size > 0 && frozen.has(users.id(row))
        return field === 'Id' ? loginId(users.id(row)) : users.id(row)
      },
    }
  }

  private organization(): FlatRecord {
    const { id, name, instanceName, isSandbox, type } = this.facts.organization
    return {
      Id: wholeId(id),
      Name: name,
      InstanceName: instanceName,
      IsSandbox: isSandbox,
      OrganizationType: type,
    }
  }

  private named(field: string, keyPrefix: string): FlatRecord[] {
    const names = (this.users.column(field)?.values ?? []).filter((name) => typeof name === 'string')
    return names.map((name) => ({ Id: idFromName(keyPrefix, name), Name: name }))
  }

  // The permissions come from two places, as they do in most orgs: the profile and a permission set.
  private permissionSets(): FlatRecord[] {
    const { apiEnabled, viewAllUsers, manageUsers, ...more } = this.facts.permissions
    return [
      permissionSet('X00e5g000000Profile', true, { apiEnabled, viewAllUsers: false, manageUsers, ...more }),
      permissionSet('Integration', false, { apiEnabled: false, viewAllUsers, manageUsers: false, ...more }),
    ]
  }

  private assignments(userId: string): FlatRecord[] {
    const { permissionsOf, expiredPermissionsOf } = this.facts
    return [
      ...this.permissionSets().map((set) => assignment(userId, set, true)),
      ...Object.entries(permissionsOf).map(([id, has]) =>
        assignment(id, permissionSet(`X00e${id}`, true, has), true),
      ),
      ...Object.entries(expiredPermissionsOf).map(([id, has]) =>
        assignment(id, permissionSet(`Expired${id}`, false, has), false),
      ),
    ]
  }
}

function assignment(userId: string, set: FlatRecord, isActive: boolean): FlatRecord {
  const inside = Object.entries(set).map(([field, value]) => [`PermissionSet.${field}`, value])
  const name = String(set['Name'])
  return {
    ...Object.fromEntries(inside),
    Id: idFromName('0Pa', name),
    AssigneeId: userId,
    PermissionSetId: idFromName('0PS', name),
    IsActive: isActive,
  }
}

function permissionSet(name: string, ofProfile: boolean, has: OrgFacts['permissions']): FlatRecord {
  return {
    Id: idFromName('0PS', name),
    Name: name,
    Label: name,
    IsOwnedByProfile: ofProfile,
    PermissionsApiEnabled: has.apiEnabled,
    PermissionsViewAllUsers: has.viewAllUsers,
    PermissionsManageUsers: has.manageUsers,
    PermissionsEditTask: has.editTasks ?? true,
    PermissionsEditEvent: has.editEvents ?? true,
  }
}

function withPermissions(profile: FlatRecord): FlatRecord {
  const isAdmin = profile['Name'] === 'System Administrator'
  return {
    ...profile,
    PermissionsApiEnabled: true,
    PermissionsViewAllUsers: isAdmin,
    PermissionsManageUsers: isAdmin,
  }
}

function owned(record: FlatRecordOf<OrgFacts['records']>): FlatRecord {
  return { SystemModstamp: record.LastModifiedDate, IsDeleted: false, ...record }
}

type FlatRecordOf<Records> =
  NonNullable<Records[keyof Records]> extends readonly (infer Item)[] ? Item : never

function loginId(userId: string): string {
  return wholeId(`0Yw${userId.slice(3, 15)}`)
}

function login(userId: string, frozen: boolean): FlatRecord {
  return { Id: loginId(userId), UserId: userId, IsFrozen: frozen, IsPasswordLocked: false }
}
