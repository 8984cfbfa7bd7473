import { spawnSync } from 'node:child_process'
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { people, populate } from '../../support/ledger-content.ts'
import { postgresServer, serverAccount, serverPassword } from '../../support/postgres-server.ts'
import { type Run, sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

let authority = ''

const server = postgresServer((folder) => {
  authority = certificatesIn(folder)
  return [
    'ssl=on',
    `ssl_cert_file=${join(folder, 'server.crt')}`,
    `ssl_key_file=${join(folder, 'server.key')}`,
  ]
})

/** Makes an authority and a certificate of the server for one name and one address; gives the file of the authority. */
function certificatesIn(folder: string): string {
  const openssl = (...words: readonly string[]) => {
    const { status, stderr, error } = spawnSync('openssl', words, {
      ...serverAccount,
      cwd: folder,
      encoding: 'utf8',
    })
    if (status !== 0) throw new Error(`openssl ${words.join(' ')} failed: ${error?.message ?? stderr}`)
  }
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes']
  for (const name of ['authority', 'other'])
    openssl(
      'req',
      '-x509',
      ...key,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.crt`,
      '-subj',
      `/CN=${name}`,
      '-days',
      '2',
    )
  openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=server')
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1')
  const signing = ['-CA', 'authority.crt', '-CAkey', 'authority.key', '-CAcreateserial', '-days', '2']
  openssl('x509', '-req', '-in', 'server.csr', '-extfile', 'names', '-out', 'server.crt', ...signing)
  return join(folder, 'authority.crt')
}

const list = ['users', 'list', '--format', 'ids', '-q']

/** Lists the users of a ledger whose address has this host and these parameters, or runs another command there. */
async function listed(host: string, parameters: string, words: readonly string[] = list): Promise<Run> {
  const address = server.database()
  await populate(address, people(1))
  const home = temporaryFolder()
  for (const name of ['authority.crt', 'other.crt'])
    copyFileSync(join(authority, '..', name), join(home, name))
  writeFileSync(join(home, 'report.csv'), 'name\nAda\n')
  const url = `${address.replace('127.0.0.1', host)}${parameters}`
  return await sfsync(home, words, { environment: { SFSYNC_STORE_URL: url } })
}

// Leads to this machine, but is none of the names of loopback.
const elsewhere = '0.0.0.0'

test.each([
  ['127.0.0.1', '', 'not encrypted'],
  ['127.0.0.1', '&sslmode=disable', 'not encrypted'],
  ['127.0.0.1', '&sslmode=verify-full&sslrootcert=authority.crt', 'encrypted, verified'],
  ['localhost', '&sslrootcert=authority.crt', 'encrypted, verified'],
  [elsewhere, '&sslmode=require', 'encrypted, not verified'],
  [elsewhere, '&sslmode=verify-ca&sslrootcert=authority.crt', 'encrypted, verified'],
])('%s%s connects, and doctor says that it is %s', async (host, parameters, encryption) => {
  expect(await listed(host, parameters)).toMatchObject({ exitCode: 0, stderr: '' })
  const { stdout } = await listed(host, parameters, ['doctor'])
  expect(stdout).toMatch(
    new RegExp(`^ledger role +ok +postgres: owns the tables \\(PostgreSQL [\\d.]+, ${encryption}\\)$`, 'm'),
  )
})

test('a connection to another machine is never unencrypted without a warning', async () => {
  const { exitCode, stderr } = await listed(elsewhere, '&sslmode=disable')
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: expect.stringMatching(
      /^warning: the connection to postgres:.* is not encrypted \(sslmode=disable\)\n$/,
    ),
  })
})

test.each([
  [
    elsewhere,
    '',
    /cannot be verified: [a-z -]+\ntry: name the file with the certificate of its authority .*sslrootcert/,
  ],
  [elsewhere, '&sslrootcert=other.crt', /cannot be verified/],
  [
    elsewhere,
    '&sslrootcert=authority.crt',
    /is for another name: .*0\.0\.0\.0.*\ntry: use a name in the certificate/,
  ],
  [elsewhere, '&sslmode=require&sslrootcert=other.crt', /cannot be verified/],
  ['localhost', '&sslmode=verify-ca&sslrootcert=other.crt', /cannot be verified/],
  [
    'localhost',
    '&sslrootcert=nowhere.crt',
    /error: the file nowhere\.crt in the address of the ledger \(sslrootcert\) cannot be read/,
  ],
  [
    'localhost',
    '&sslrootcert=report.csv',
    /error: the file report\.csv in the address of the ledger \(sslrootcert\) contains no certificate\ntry: name a file in the PEM/,
  ],
  [
    'localhost',
    '&sslmode=require&sslcert=authority.crt&sslkey=authority.crt',
    /error: the file authority\.crt in the address of the ledger \(sslkey\) contains no private key/,
  ],
  [
    'localhost',
    '&sslmode=require&sslcert=authority.crt',
    /has sslcert, but not sslkey\ntry: give both files, or leave out sslcert/,
  ],
  ['localhost', '&sslmode=require&sslkey=authority.crt', /has sslkey, but not sslcert/],
  ['localhost', '&sslmode=verify-ca', /error: sslmode=verify-ca needs an authority of your own/],
  ['localhost', '&sslmode=prefer', /error: sslmode=prefer is not supported .*\ntry: use verify-full/],
  [
    'localhost',
    '&sslmod=disable',
    /error: the address of the ledger has an unknown parameter "sslmod"\ntry: known/,
  ],
])('%s%s is refused with what to do', async (host, parameters, message) => {
  const { exitCode, stderr } = await listed(host, parameters)
  expect(exitCode).toBeGreaterThan(0)
  expect(stderr).toMatch(message)
  expect(stderr).not.toContain(serverPassword)
})
