// The yardstick of a refresh: every user of an org, page after page by the cursor, with built-in fetch, and inserted into
// one table of a new SQLite file.
import Database from 'better-sqlite3'

const [file] = process.argv.slice(2)
const headers = { authorization: `Bearer ${process.env.SF_ACCESS_TOKEN}` }
const fields =
  'Id, Username, Name, IsActive, UserType, FirstName, LastName, Email, Alias, Profile.Name, UserRole.Name, Manager.Name, Title, Department, EmployeeNumber, FederationIdentifier, LastLoginDate'
const names = fields.split(', ')
const database = new Database(file)
database.pragma('journal_mode = wal')
database.exec(
  `create table user (${names.map((name) => `"${name}"`).join(', ')}, primary key (Id)) without rowid`,
)
const insert = database.prepare(`insert into user values (${names.map(() => '?').join(', ')})`)
const insertAll = database.transaction((records) => {
  for (const record of records) insert.run(names.map((name) => valueOf(record, name.split('.'))))
})
let path = `/services/data/v68.0/query?q=${encodeURIComponent(`SELECT ${fields} FROM User ORDER BY Id`)}`
let users = 0
while (path !== undefined) {
  const response = await fetch(process.env.SF_ORG_INSTANCE_URL + path, { headers })
  const page = await response.json()
  insertAll(page.records)
  users += page.records.length
  path = page.nextRecordsUrl
}
database.close()
console.log(users)

function valueOf(record, [name, ...rest]) {
  const value = record[name]
  if (value === null || value === undefined) return null
  return rest.length > 0 ? valueOf(value, rest) : typeof value === 'boolean' ? Number(value) : value
}
