// The built program: what `report` writes, and where it refuses.
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const people = [
  'email,firstName,lastName,team',
  'ada@x.example,Ada,Secretperson,Secretteam',
  'bob@x.example,Bob,Secretperson,Secretteam',
  'cleo@x.example,Cleo,Secretperson,South',
  '',
].join('\n')

const report = [
  '"User ID","First Name","Last Name","Username","Email","Active","Department"',
  '"0055g0000004C92AAE","Ada","Secretperson","ada@x.example.secret","ada@x.example","1","Secretdepartment"',
  '"0055g0000004C93AAE","Dan","Secretperson","dan@x.example.secret","dan@x.example","1","Secretdepartment"',
  '',
].join('\n')

/** A company of four, one of whom is mapped; and how to run the program where it is. */
async function aCompany() {
  const home = temporaryFolder()
  const run = async (...words: readonly string[]) => await sfsync(home, words)
  writeFileSync(join(home, 'people.csv'), people)
  writeFileSync(join(home, 'secret-report.csv'), report)
  for (const words of [
    ['create-user', '--file', 'people.csv', '--create-team', '--reason', 'Secretreason'],
    ['sf-users', 'import', 'secret-report.csv'],
    ['map', 'ada@x.example', '0055g0000004C92AAE', '--reason', 'Secretreason'],
    ['todo', 'done', '--all'],
    ['reject', 'cleo@x.example', '0055g0000004C93AAE', '--reason', 'Secretreason'],
  ])
    expect(await run(...words)).toMatchObject({ exitCode: 0 })
  return { home, run, read: () => readFileSync(join(home, 'report.html'), 'utf8') }
}

/** The cells of the rows of a table of the page, by its caption. */
function tableOf(page: string, caption: string): string[][] {
  const [, after = ''] = page.split(new RegExp(`<caption>\\s*${caption}\\s*</caption>`))
  const body = /<tbody>(.*?)<\/tbody>/s.exec(after)?.[1] ?? ''
  return [...body.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) =>
      cell.replaceAll(/<[^>]*>/g, '').trim(),
    ),
  )
}

const words: Readonly<Record<string, string>> = {
  'shows-up': 'Showing up',
  'not-mapped': 'Not mapped',
  'not-in-salesscreen': 'Not in SalesScreen',
}

/** The commands on a page, as they are copied. */
function commandsIn(page: string): string[] {
  return [...page.matchAll(/<code dir="auto">(.*?)<\/code>/g)].map(([, command = '']) =>
    command.replaceAll(/<\/?span>/g, ''),
  )
}

describe('the page', () => {
  test('has the figures of status, users licenses and history', async () => {
    const { run, read } = await aCompany()
    const written = await run('report', 'report.html')
    expect(written).toEqual({
      exitCode: 0,
      stdout: '',
      stderr:
        'report on 4 people written to report.html\nnext: open report.html in a browser; print it from there\n',
    })
    const page = read()
    expect(page).toContain('1 of 4 people shows up in SalesScreen (25%).')
    const json = async <S extends z.ZodMiniType>(schema: S, ...command: readonly string[]) =>
      z.array(schema).parse(JSON.parse((await run(...command, '--json')).stdout))
    const status = await json(z.object({ standing: z.string() }), 'status')
    const standings = Map.groupBy(status, ({ standing }) => words[standing] ?? standing)
    expect(tableOf(page, 'Everyone by status')).toEqual(
      ['Showing up', 'Not in SalesScreen', 'Not mapped'].map((name) => [
        name,
        String(standings.get(name)?.length),
      ]),
    )
    const licenses = await json(z.object({ reason: z.string(), email: z.string() }), 'users', 'licenses')
    expect(
      tableOf(page, 'Users whose licenses could be freed').map(([who]) => who?.split(' ').at(-1)),
    ).toEqual(licenses.map(({ email }) => email))
    const history = await json(z.object({ changeSet: z.number(), changes: z.number() }), 'history')
    expect(
      tableOf(page, 'Change sets, newest first').map((cells) => [Number(cells[0]), Number(cells[3])]),
    ).toEqual(history.map(({ changeSet, changes }) => [changeSet, changes]))
  })

  test('can be read by this account only', async () => {
    const { home, run } = await aCompany()
    await run('report', 'report.html')
    expect(statSync(join(home, 'report.html')).mode & 0o777).toBe(0o600)
  })

  test('goes to standard output, or is described as JSON', async () => {
    const { run, read } = await aCompany()
    const { stdout, stderr } = await run('report', '-')
    expect(stdout).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(stderr).toBe('')
    const described = await run('report', 'report.html', '--json')
    expect(JSON.parse(described.stdout)).toEqual({ file: 'report.html', people: 4, showsUp: 1 })
    expect(read()).toContain('</html>')
  })

  test('has commands as this admin types them', async () => {
    const home = temporaryFolder()
    expect(await sfsync(home, ['--profile', 'demo', 'report', 'report.html'])).toMatchObject({ exitCode: 0 })
    const commands = commandsIn(readFileSync(join(home, 'report.html'), 'utf8'))
    expect(commands).toContainEqual(expect.stringMatching(/^sfsync --profile demo create-user --from-sf 005/))
    expect(commands.filter((command) => !command.startsWith('sfsync --profile demo '))).toEqual([])
    const anonymous = await sfsync(home, ['--profile', 'demo', 'report', '-', '--anonymous'])
    expect(commandsIn(anonymous.stdout)).toContainEqual(
      expect.stringMatching(/^sfsync suggest --for-salesforce /),
    )
    expect(anonymous.stdout).not.toContain('--profile')
  })
})

test('without names there is no name, address, ID, file or reason of anyone', async () => {
  const { run, read } = await aCompany()
  expect(await run('report', 'report.html', '--anonymous')).toMatchObject({ exitCode: 0 })
  const [, page = ''] = read().split('<main>')
  expect(page).not.toMatch(/secret|x\.example|0055g|jane|ada|dan|cleo|u-[0-9a-z]{8}/i)
  expect(tableOf(page, 'Who does not show up, worst first').map(([who]) => who)).toEqual([
    'Person 1',
    'Person 2',
    'Person 3',
  ])
  expect(tableOf(page, 'Change sets, newest first').map((cells) => cells[4])).toEqual([
    'sfsync reject ...',
    'sfsync todo done ...',
    'sfsync map ...',
    'sfsync create-user ...',
  ])
})

test('one team is reported alone', async () => {
  const { run, read } = await aCompany()
  expect(await run('report', 'report.html', '--team', 'south')).toMatchObject({ exitCode: 0 })
  const page = read()
  expect(page).toContain('<h1>SalesScreen report: <bdi>South</bdi></h1>')
  expect(page).toContain('The one person on the team South does not show up in SalesScreen.')
  expect(page).not.toContain('ada@x.example')
  expect(await run('report', 'other.html', '--team', 'West')).toMatchObject({ exitCode: 1 })
})

describe('is refused', () => {
  test('where a file is there, until it may be replaced', async () => {
    const { home, run, read } = await aCompany()
    writeFileSync(join(home, 'report.html'), 'mine')
    const refused = await run('report', 'report.html')
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' })
    expect(refused.stderr).toContain('report.html already exists; it was not overwritten')
    expect(read()).toBe('mine')
    expect(await run('report', 'report.html', '--force')).toMatchObject({ exitCode: 0 })
    expect(read()).toContain('</html>')
  })

  test('under a name that is not that of a page, or without one', async () => {
    const { run } = await aCompany()
    const refused = await run('report', 'report.pdf')
    expect(refused).toMatchObject({ exitCode: 2 })
    expect(refused.stderr).toContain('the name of report.pdf must end in .html')
    expect(await run('report')).toMatchObject({ exitCode: 2 })
  })
})
