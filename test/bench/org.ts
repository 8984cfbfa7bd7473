// A local Salesforce in a process of its own: org.ts <users> <milliseconds a page>. It prints its address and its token,
// then obeys what it is told: `change <n>` changes so many users, `requests` prints how many requests there were since.
import { createInterface } from 'node:readline'
import { startSalesforce } from '../support/salesforce-server/server.ts'

const [count, delay] = process.argv.slice(2).map(Number)
const salesforce = await startSalesforce({
  users: { count: count ?? 0 },
  delayMilliseconds: delay ?? 0,
  callLimit: 100_000_000,
})
// So that nobody who is measured waits for what it makes the first time.
salesforce.org.warmUp()
console.log(salesforce.url)
console.log(salesforce.token)
let told = 0
for await (const line of createInterface({ input: process.stdin })) {
  const [word, number] = line.split(' ')
  if (word === 'change') await changeUsers(Number(number))
  if (word === 'requests') {
    console.log(salesforce.requests.length - told)
    told = salesforce.requests.length
  }
}
await salesforce.close()

async function changeUsers(wanted: number): Promise<void> {
  const soql = `SELECT Id FROM User ORDER BY Id LIMIT ${wanted}`
  const response = await fetch(`${salesforce.url}/services/data/v68.0/query?q=${encodeURIComponent(soql)}`, {
    headers: { authorization: `Bearer ${salesforce.token}` },
  })
  const { records }: { records: { Id: string }[] } = JSON.parse(await response.text())
  for (const { Id } of records) salesforce.org.change(Id, { Title: 'Changed' })
  told = salesforce.requests.length
  console.log(records.length)
}
