import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const newUser = ['create-user', '--team', 'North', '--create-team'] as const
const [first, second] = ['0055g0000004C92AAE', '0055g0000004FC8AAM']

/** A ledger in which Ann is entered as a@x.example, on the team North. */
async function aCompany() {
  const home = temporaryFolder()
  const run = async (...words: readonly string[]) =>
    await sfsync(home, [...words, '--store', join(home, 'ledger.sqlite')])
  const add = async (firstName: string, lastName: string, email: string) =>
    await run(...newUser, '--first-name', firstName, '--last-name', lastName, '--email', email)
  await add('Ann', 'Alpha', 'a@x.example')
  await run('todo', 'done', '--all')
  const map = async (email: string, id: string, ...flags: readonly string[]) =>
    await run('map', email, id, '--allow-unknown', ...flags)
  const text = (name: string) => readFileSync(join(home, name), 'utf8')
  const write = (name: string, content: string) => {
    writeFileSync(join(home, name), content)
  }
  const exists = (name: string) => existsSync(join(home, name))
  return { run, add, map, text, exists, write }
}

/** Ann gets another address, and Bob the one that she has in SalesScreen. */
async function aReusedAddress() {
  const company = await aCompany()
  await company.run('users', 'edit', 'a@x.example', '--email', 'a.new@x.example')
  await company.add('Bob', 'Beta', 'a@x.example')
  return company
}

const toMassMapping = ['todo', 'export', 'm.csv', '--for', 'mass-mapping', '--force'] as const

describe('rows for the mass-mapping extension', () => {
  test('do not have a user who waits for another address, nor one whose address is still taken', async () => {
    const { run, map, exists } = await aReusedAddress()
    await map('a.new@x.example', first)
    await map('a@x.example', second)
    await run('todo', 'done', '--all', '--kind', 'create-user')
    const { stderr } = await run(...toMassMapping)
    expect(exists('m.csv')).toBe(false)
    expect(stderr).toContain(
      'warning: left out: a@x.example waits for another address, a.new@x.example: change the address first\n',
    )
    expect(stderr).toContain('warning: left out: a@x.example is not known to be in SalesScreen yet\n')
  })

  test('do not have what needs a mapping to be removed first', async () => {
    const { run, add, map, text, exists } = await aCompany()
    await add('Bob', 'Beta', 'b@x.example')
    await add('Cy', 'Gamma', 'c@x.example')
    await map('a@x.example', first)
    await map('c@x.example', '0055g0000004CeYAAU')
    await run('todo', 'done', '--all')
    await map('b@x.example', first, '--take-over')
    await map('c@x.example', second, '--replace')
    const { stderr } = await run(...toMassMapping)
    expect(exists('m.csv')).toBe(false)
    expect(stderr).toContain(
      `b@x.example cannot be mapped to ${first} while a@x.example is; remove that mapping first\n`,
    )
    expect(stderr).toContain(
      'c@x.example has the mapping to 0055g0000004CeYAAU, which must be removed first\n',
    )
    await run('todo', 'done', '--all', '--kind', 'unmap')
    await run(...toMassMapping)
    expect(text('m.csv')).toBe(`b@x.example,${first},Salesforce\nc@x.example,${second},Salesforce\n`)
  })
})

describe('a list that is given back', () => {
  test.each(['list.csv', 'list.tsv', 'list.xlsx'])(
    'as %s does not confirm a later decision',
    async (list) => {
      const { run, map } = await aCompany()
      await map('a@x.example', first)
      await run('todo', 'export', list)
      await map('a@x.example', second, '--replace')
      const refused = await run('todo', 'done', '--file', list)
      expect(refused).toMatchObject({ exitCode: 1 })
      expect(refused.stderr).toContain(
        `the list says ${first}, but the Salesforce User ID to enter is ${second} now`,
      )
      expect((await run('todo')).stderr).toContain('1 thing to enter')
      await run('todo', 'export', list, '--force')
      expect(await run('todo', 'done', '--file', list)).toMatchObject({ exitCode: 0 })
    },
  )

  test('as the lines of a page does not, either', async () => {
    const { run, map, text, write } = await aCompany()
    await map('a@x.example', first)
    await run('todo', 'export', 'page.html')
    const line = /data-line="([^"]*)"/.exec(text('page.html'))?.[1]?.replaceAll('&quot;', '"') ?? ''
    write('ticked.csv', `kind,userId,team,email,salesforceUserId,what\n${line}\n`)
    await map('a@x.example', second, '--replace')
    expect(await run('todo', 'done', '--file', 'ticked.csv')).toMatchObject({ exitCode: 1 })
    await map('a@x.example', first, '--replace')
    expect(await run('todo', 'done', '--file', 'ticked.csv')).toMatchObject({ exitCode: 0 })
  })

  test.each<[string, readonly string[], readonly string[]]>([
    [
      'a team',
      ['assign-team', 'a@x.example', 'South', '--create-team', '--move'],
      ['assign-team', 'a@x.example', 'West', '--create-team', '--move'],
    ],
    [
      'a name',
      ['users', 'edit', 'a@x.example', '--first-name', 'Anna'],
      ['users', 'edit', 'a@x.example', '--first-name', 'Anne'],
    ],
    ['the name of a team', ['teams', 'rename', 'North', 'Nord'], ['teams', 'rename', 'Nord', 'Norden']],
  ])('does not confirm %s that was changed since', async (_, decided, later) => {
    const { run } = await aCompany()
    await run(...decided)
    await run('todo', 'export', 'list.csv', '--kind', 'assign-team,edit-user,rename-team')
    expect(await run('todo', 'done', '--file', 'list.csv', '--dry-run')).toMatchObject({ exitCode: 0 })
    await run(...later)
    expect(await run('todo', 'done', '--file', 'list.csv')).toMatchObject({ exitCode: 1 })
  })

  test('does not mean two users of one address', async () => {
    const { run, map, write } = await aReusedAddress()
    await map('a.new@x.example', first)
    await map('a@x.example', second)
    write('list.csv', 'kind,email\nmap,a@x.example\n')
    const refused = await run('todo', 'done', '--file', 'list.csv')
    expect(refused).toMatchObject({ exitCode: 1 })
    expect(refused.stderr).toContain('"map" of a@x.example may mean Ann Alpha or Bob Beta')
  })

  test('means the team that is spelled so', async () => {
    const { run, write } = await aCompany()
    await run('teams', 'create', 'Ost')
    await run('teams', 'create', 'Sør')
    write('list.csv', 'kind,team\ncreate-team,Ost\n')
    expect(await run('todo', 'done', '--file', 'list.csv')).toMatchObject({ exitCode: 0 })
    expect((await run('todo', '--format', 'csv', '--columns', 'name')).stdout).toBe('name\nSør\n')
  })
})

test('the list, the page and the rows have the name that SalesScreen has for Salesforce', async () => {
  const { run, map, text } = await aCompany()
  await run('settings', 'set', 'mapping-system', 'SFDC Nord')
  await map('a@x.example', first)
  expect((await run('todo', '--format', 'csv', '--columns', 'what')).stdout).toContain('system SFDC Nord, ')
  await run('todo', 'export', 'page.html')
  expect(text('page.html')).toContain('<code dir="auto">SFDC Nord</code>')
  await run('todo', 'export', 'list.csv')
  expect(text('list.csv')).toContain('system SFDC Nord, ')
  await run(...toMassMapping)
  expect(text('m.csv')).toBe(`a@x.example,${first},SFDC Nord\n`)
})
