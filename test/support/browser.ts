import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inflate } from '@sparticuz/chromium'
import { type Browser, launch } from 'puppeteer-core'

const modules = join(import.meta.dirname, '..', '..', 'node_modules')
const packed = join(modules, '@sparticuz', 'chromium')

/**
 * A real Chromium without a window: the one that CHROMIUM names, or the one that `npm ci` brings for Linux on x64. There
 * is always one or the test fails, because a page that no browser has opened is not tested.
 */
export async function aBrowser(environment: Readonly<Record<string, string>> = {}): Promise<Browser> {
  const named = process.env['CHROMIUM']
  if (named === undefined && `${process.platform}-${process.arch}` !== 'linux-x64')
    throw new Error(
      'No Chromium comes with npm for this machine: set CHROMIUM to the path of an installed Chromium or Chrome.',
    )
  const folder = named === undefined ? await unpacked('chromium', ['chromium.br', 'al2023.tar.br']) : ''
  const libraries = named === undefined ? { LD_LIBRARY_PATH: join(folder, 'al2023', 'lib') } : {}
  const start = async (...args: readonly string[]) =>
    await launch({
      executablePath: named ?? join(folder, 'chromium'),
      headless: 'shell',
      pipe: true,
      args: [...args],
      env: { ...process.env, ...libraries, ...environment },
    })
  // Chromium has no sandbox for root, and some containers allow none to anybody; the pages are our own.
  if (process.getuid?.() === 0) return await start('--no-sandbox')
  return await start().catch(async () => await start('--no-sandbox'))
}

/** An environment in which a page has the font that comes with the package and no other, so that it looks the same everywhere. */
export async function withOneFont(): Promise<Record<string, string>> {
  const folder = await unpacked('fonts', ['fonts.tar.br'])
  const file = join(folder, 'one-font.conf')
  await writeFile(
    file,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${join(folder, 'fonts')}</dir><cachedir>${join(folder, 'cache')}</cachedir></fontconfig>
`,
  )
  return { FONTCONFIG_FILE: file }
}

/** Where these files of the package are, unpacked once for each version; they appear whole or not at all. */
async function unpacked(what: string, names: readonly string[]): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8'))
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : ''
  const folder = join(modules, '.cache', `${what}-${version}`)
  if (existsSync(folder)) return folder
  await mkdir(join(modules, '.cache'), { recursive: true })
  const building = await mkdtemp(`${folder}-`)
  const before = process.env['TMPDIR']
  // The package unpacks into the folder for temporary files and nowhere else.
  process.env['TMPDIR'] = building
  try {
    for (const name of names) await inflate(join(packed, 'bin', name))
  } finally {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
  await rename(building, folder).catch(async (error: unknown) => {
    await rm(building, { recursive: true })
    if (!existsSync(folder)) throw error
  })
  return folder
}
