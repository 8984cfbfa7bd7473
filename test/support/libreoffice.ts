import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, parse } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

/** The LibreOffice of this machine, which opens and saves files without a window. */
export interface LibreOffice {
  /** "LibreOffice 7.4.7.2 ..." */
  readonly version: string
  /** Opens a file and saves it in this format into a folder; gives the path of the new file. */
  saveAs(file: string, folder: string, format: keyof typeof filters): Promise<string>
  /** How many rows stay in place when the first sheet of a file is scrolled. */
  frozenRows(file: string): Promise<number>
  close(): Promise<void>
}

/** Its name for each format; CSV is UTF-8 with commas, and cells as they are shown. */
const filters = {
  xlsx: 'xlsx:Calc MS Excel 2007 XML',
  ods: 'ods:calc8',
  html: 'html:HTML (StarCalc)',
  csv: 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true',
}

/** undefined if it is not installed. It gets a profile of its own, so that it disturbs no other. */
export async function libreOffice(): Promise<LibreOffice | undefined> {
  const version = await soffice('--version').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (version === undefined) return undefined
  const profile = await mkdtemp(join(tmpdir(), 'sfsync-libreoffice-'))
  const run = async (...words: readonly string[]) =>
    await soffice('--headless', `-env:UserInstallation=${pathToFileURL(profile).href}`, ...words)
  return {
    version: version.trim(),
    saveAs: async (file, folder, format) => {
      const { name } = parse(file)
      const words = file.endsWith('.csv') ? ['--infilter=CSV:44,34,76,1'] : []
      const printed = await run(...words, '--convert-to', filters[format], '--outdir', folder, file)
      // It ends with code 0 when it could not read or write.
      if (!printed.includes('using filter')) throw new Error(`LibreOffice did not save ${file}: ${printed}`)
      return join(folder, `${name}.${format}`)
    },
    frozenRows: async (file) => {
      // Its first run fills the profile and would replace the macro.
      await run('--terminate_after_init')
      await writeFile(join(profile, 'user', 'basic', 'Standard', 'Module1.xba'), macro)
      const answer = join(profile, 'answer')
      await run(`macro:///Standard.Module1.Ask("${pathToFileURL(file).href}","${answer}")`)
      const [isFrozen, rows] = (await readFile(answer, 'utf8')).split('\n')
      return isFrozen?.trim() === 'True' ? Number(rows) : 0
    },
    close: async () => await rm(profile, { recursive: true }),
  }
}

async function soffice(...words: readonly string[]): Promise<string> {
  return (await promisify(execFile)('soffice', [...words])).stdout
}

// Saving without a window drops frozen rows, so only the open sheet knows.
const macro = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Ask(file As String, answer As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  Dim opened As Object
  opened = StarDesktop.loadComponentFromURL(file, "_blank", 0, hidden())
  Open answer For Output As #1
  Print #1, opened.CurrentController.hasFrozenPanes()
  Print #1, opened.CurrentController.SplitRow
  Close #1
  opened.close(True)
  StarDesktop.terminate()
End Sub
</script:module>
`
