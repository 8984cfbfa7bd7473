// A process of its own: a lookup cannot be stopped and would keep the process that waits for it alive as long as the
// system tries.
import { lookup } from 'node:dns'

lookup(process.argv[2] ?? '', { all: true }, (error, found) => {
  process.stdout.write(JSON.stringify(error ? error.code : found.map(({ address }) => address)))
})
