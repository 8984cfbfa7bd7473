// The yardstick for `sfsync map`: the same pragmas and the same statements, with nothing around them.
// Plain JavaScript, so that it does not pay for stripping types.
import Database from 'better-sqlite3'

const [store, email, salesforceUserId] = process.argv.slice(2)
const database = new Database(store, { timeout: 30_000 })
database.pragma('user_version', { simple: true })
database.pragma('application_id', { simple: true })
database.pragma('journal_mode = wal')
database.pragma('foreign_keys = on')
database.pragma('synchronous = full')

const record = `select u.user_id, u.email, u.first_name, u.last_name, u.nickname, u.state, u.team_id,
    t.name as team_name, t.key as team_key, m.salesforce_user_id as mapped_id, m.organization_id,
    s.salesforce_user_id, s.name, s.first_name as s_first_name, s.last_name as s_last_name, s.username,
    s.email as s_email, s.alias, s.active, s.type, s.profile, s.role, s.department, s.title, s.manager,
    s.employee_number, s.federation_id, s.last_login_at
  from screen_user as u left join team as t on t.team_id = u.team_id left join mapping as m on m.user_id = u.user_id
    left join salesforce_user as s on s.salesforce_user_id = m.salesforce_user_id`
const order = 'order by u.name_key, u.email'
const [user] = database.prepare(`${record} where u.email = ? ${order}`).all(email)
database
  .prepare(
    `select s.*, r.at as seen_at, u.user_id as mapped_user_id, u.email as mapped_email from salesforce_user as s
      inner join directory_read as r on r.read_id = s.read_id
      left join mapping as m on m.salesforce_user_id = s.salesforce_user_id
      left join screen_user as u on u.user_id = m.user_id
      where s.salesforce_user_id = ? order by s.name_key, s.salesforce_user_id`,
  )
  .all(salesforceUserId)
database.prepare(`${record} where m.salesforce_user_id = ? ${order}`).all(salesforceUserId)
database.prepare('select * from directory_read order by read_id desc limit ?').all(1)

database.exec('begin immediate')
database.prepare('select * from mapping where user_id = ?').all(user.user_id)
database
  .prepare('insert into mapping (user_id, salesforce_user_id, organization_id) values (?, ?, ?)')
  .run(user.user_id, salesforceUserId, null)
const { number } = database
  .prepare(
    `insert into change_set (number, at, actor, command, reason, evidence)
      values ((select coalesce(max(number), 0) + ? from change_set), ?, ?, ?, ?, ?) returning number`,
  )
  .get(1, new Date().toISOString(), 'bench', 'sfsync map', null, '[]')
const after = { userId: user.user_id, salesforceUserId, organizationId: null }
database
  .prepare('insert into change (change_set, position, entity, key, before, after) values (?, ?, ?, ?, ?, ?)')
  .run(number, 0, 'mapping', user.user_id, null, JSON.stringify(after))
database.exec('commit')

database.prepare(`${record} where u.user_id = ? ${order}`).all(user.user_id)
process.stdout.write(`change set ${number}\n`)
database.close()
