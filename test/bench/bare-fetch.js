// The yardstick of a refresh: every user of an org, page after page by the cursor, with built-in fetch and nothing else.
const headers = { authorization: `Bearer ${process.env.SF_ACCESS_TOKEN}` }
const fields =
  'Id, Username, Name, IsActive, UserType, FirstName, LastName, Email, Alias, Profile.Name, UserRole.Name, Manager.Name, Title, Department, EmployeeNumber, FederationIdentifier, LastLoginDate'
let path = `/services/data/v68.0/query?q=${encodeURIComponent(`SELECT ${fields} FROM User ORDER BY Id`)}`
let users = 0
while (path !== undefined) {
  const response = await fetch(process.env.SF_ORG_INSTANCE_URL + path, { headers })
  const page = await response.json()
  users += page.records.length
  path = page.nextRecordsUrl
}
console.log(users)
