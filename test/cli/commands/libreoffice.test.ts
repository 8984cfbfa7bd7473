// What the built program writes goes through the installed LibreOffice and back into the program.
import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { libreOffice } from '../../support/libreoffice.ts'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { row, xlsxOf } from '../../support/workbooks.ts'

const office = await libreOffice()
afterAll(async () => await office?.close())

// LibreOffice opens no workbook without it.
const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const contentTypes = {
  '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${spreadsheet}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${spreadsheet}.worksheet+xml"/></Types>`,
}

/** A home with the sample org, and how to run the program in it. */
function atHome() {
  const home = temporaryFolder()
  const run = async (line: string) =>
    await sfsync(home, line.split(' '), { environment: { SFSYNC_PROFILE: 'demo' } })
  return { home, run }
}

if (office === undefined)
  test('LibreOffice is not installed here: only files that it saved before are read, in other tests', async () => {
    expect(await libreOffice()).toBeUndefined()
  })
else {
  test.each(['xlsx', 'ods', 'html', 'csv'] as const)(
    `a list that ${office.version} saved as .%s is read without a difference`,
    async (format) => {
      const { home, run } = atHome()
      await run('sf-users list --all --quiet --output users.xlsx')
      const saved = await office.saveAs(join(home, 'users.xlsx'), join(home, 'saved'), format)
      // Salesforce names its web pages so.
      const file = format === 'html' ? saved.replace(/html$/, 'xls') : saved
      if (file !== saved) renameSync(saved, file)
      expect(await run(`sf-users import ${file} --dry-run --quiet`)).toEqual({
        exitCode: 0,
        stdout: `48 users read from ${file}: no changes\n`,
        stderr: '',
      })
    },
  )

  test(`a workbook to upload opens in ${office.version} with the changes and the new user`, async () => {
    const { home, run } = atHome()
    copyFileSync(
      join(import.meta.dirname, '../../sheet/workbook/samples/users-libreoffice.xlsx'),
      join(home, 'users.xlsx'),
    )
    await run('users import users.xlsx')
    await run('users edit grace@acme.example --nickname Amazing')
    await run('create-user --email new@acme.example --first-name New --last-name One --team Sales')
    expect((await run('todo export --workbook users.xlsx --out upload.xlsx')).exitCode).toBe(0)
    const table = await office.saveAs(join(home, 'upload.xlsx'), join(home, 'saved'), 'csv')
    expect(readFileSync(table, 'utf8')).toBe(`E-mail,First name,Last name,Nickname,Team,State
Ada.Lovelace@acme.example,Ada,Lovelace,,Sales,Active
grace@acme.example,Grace,Hopper,Amazing,Sales,Active
old@acme.example,Old,Bird,,Sales,Active
new@acme.example,New,One,,Sales,
`)
  })

  test(`a workbook with prepared formulas opens in ${office.version} with the new user below the others`, async () => {
    const { home, run } = atHome()
    const prepared = [2, 3, 4, 5].map((line) => {
      const formula = `<c r="D${line}"><f>IF(A${line}="","","ok")</f></c>`
      return line === 2 ? row(line, 'ann@acme.example', 'Ann Alpha', 'Sales', formula) : row(line, formula)
    })
    const header = row(1, 'E-mail', 'Name', 'Team', 'Check')
    const sheets = { Users: `<sheetData>${header}${prepared.join('')}</sheetData>` }
    writeFileSync(join(home, 'users.xlsx'), await xlsxOf({ sheets, others: contentTypes }))
    await run(
      'create-user --email ann@acme.example --first-name Ann --last-name Alpha --team Sales --create-team',
    )
    await run('todo done --all')
    await run('create-user --email new@acme.example --first-name New --last-name One --team Sales')
    expect((await run('todo export --workbook users.xlsx --out upload.xlsx')).exitCode).toBe(0)
    const table = await office.saveAs(join(home, 'upload.xlsx'), join(home, 'saved'), 'csv')
    expect(readFileSync(table, 'utf8')).toBe(`E-mail,Name,Team,Check
ann@acme.example,Ann Alpha,Sales,ok
new@acme.example,New One,Sales,ok
,,,
,,,
`)
  })

  test.each(['xlsx', 'ods'] as const)(
    `a review that was filled in in ${office.version} and saved as .%s comes back`,
    async (format) => {
      const { home, run } = atHome()
      await run('export --for-review review.xlsx')
      expect(await office.frozenRows(join(home, 'review.xlsx'))).toBe(1)
      const table = await office.saveAs(join(home, 'review.xlsx'), join(home, 'saved'), 'csv')
      const lines = readFileSync(table, 'utf8').split('\n')
      const decided = lines.map((line) =>
        line.includes(',Ada Lovelace,') ? line.replace(',,', ',"new",') : line,
      )
      expect(decided).not.toEqual(lines)
      writeFileSync(table, decided.join('\n'))
      const filled = await office.saveAs(table, join(home, 'filled'), format)
      const { stdout } = await run(`import ${filled} --quiet`)
      expect(stdout).toMatch(/^\+ user {5}ada.lovelace@acme.example {2}Ada Lovelace/)
    },
  )

  test.each(['xlsx', 'ods'] as const)(
    `failed rows that ${office.version} saved as .%s are imported`,
    async (format) => {
      const { home, run } = atHome()
      writeFileSync(
        join(home, 'people.csv'),
        'Email,Name,Team\nbo@acme.example,"Zo\u00eb ""Q"" \ud83d\ude00",0012\n',
      )
      expect((await run('import people.csv --keep-going --failed failed.xlsx')).exitCode).toBe(3)
      const saved = await office.saveAs(join(home, 'failed.xlsx'), join(home, 'saved'), format)
      expect((await run(`import ${saved} --create-team --quiet`)).exitCode).toBe(0)
      expect((await run('teams list --format csv --columns name')).stdout).toContain('\n0012\n')
      expect((await run('users list --format csv --columns name')).stdout).toContain(
        'Zo\u00eb ""Q"" \ud83d\ude00',
      )
    },
  )
}
