// The yardstick for `sfsync status <user>`: the same pragmas and the same statement, with nothing around them.
// Plain JavaScript, so that it does not pay for stripping types.
import Database from 'better-sqlite3'

const [store, email] = process.argv.slice(2)
const database = new Database(store, { timeout: 30_000 })
database.pragma('user_version', { simple: true })
database.pragma('application_id', { simple: true })
database.pragma('journal_mode = wal')
database.pragma('foreign_keys = on')
database.pragma('synchronous = full')
const [user] = database
  .prepare(
    `select u.user_id, u.email, u.first_name, u.last_name, u.nickname, u.state, u.team_id,
        t.name as team_name, t.key as team_key, m.salesforce_user_id as mapped_id, m.organization_id,
        s.salesforce_user_id, s.name, s.first_name as s_first_name, s.last_name as s_last_name, s.username,
        s.email as s_email, s.alias, s.active, s.type, s.profile, s.role, s.department, s.title, s.manager,
        s.employee_number, s.federation_id, s.last_login_at
      from screen_user as u left join team as t on t.team_id = u.team_id left join mapping as m on m.user_id = u.user_id
        left join salesforce_user as s on s.salesforce_user_id = m.salesforce_user_id
      where u.email = ? order by u.name_key, u.email`,
  )
  .all(email)
process.stdout.write(`${JSON.stringify(user)}\n`)
database.close()
