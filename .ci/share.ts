// Writes what a package brings beside the program into dist/share: the manual, and what shells complete from,
// under the names that they have below /usr/share.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { completionScripts } from '../src/cli/completion.ts'
import { manualPages } from '../src/cli/man.ts'

const root = join(import.meta.dirname, '..')

/** Where each shell looks for what completes `sfsync`, below a folder such as /usr/local/share. */
export const completionFiles = {
  bash: 'bash-completion/completions/sfsync',
  zsh: 'zsh/site-functions/_sfsync',
  fish: 'fish/vendor_completions.d/sfsync.fish',
} as const

/** The files, by the name that they have below a folder such as /usr/local/share. */
export async function sharedFilesOf(version: string): Promise<Map<string, string>> {
  const pages = await manualPages(version)
  return new Map([
    ...pages.map(({ name, text }) => [`man/man1/${name}.1`, text] as const),
    [completionFiles.bash, completionScripts.bash],
    [completionFiles.zsh, completionScripts.zsh],
    [completionFiles.fish, completionScripts.fish],
  ])
}

if (import.meta.main) {
  const { version }: { version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  for (const [name, text] of await sharedFilesOf(version)) {
    const file = join(root, 'dist', 'share', name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}
