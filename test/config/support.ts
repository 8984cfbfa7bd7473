import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { ConfigurationName, Configuration } from '../../src/config/keys.ts'
import { loadConfiguration } from '../../src/config/load.ts'
import { SfsyncError } from '../../src/core/errors.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What the configuration is made of in one story. */
export interface Sources {
  readonly flags?: Readonly<Partial<Record<ConfigurationName, string>>>
  readonly environment?: Readonly<Record<string, string>>
  /** Texts of `.sfsyncrc` files by folder below the root; `home` is the user's own. */
  readonly files?: Readonly<Record<string, string>>
  /** Where the command runs, below the root. */
  readonly folder?: string
  /** A root that is there already. */
  readonly root?: string
}

/** A configuration and the root below which all of it is. */
export interface Loaded {
  readonly root: string
  readonly configuration: Configuration
}

/** Loads a configuration on Linux, at home in `home`, at work in `work`. */
export async function load({
  flags = {},
  environment = {},
  files = {},
  folder = 'work',
  root = temporaryFolder(),
}: Sources): Promise<Loaded> {
  for (const [place, text] of Object.entries(files)) {
    const file = join(root, place, '.sfsyncrc')
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const home = join(root, 'home')
  const configuration = await loadConfiguration(flags, {
    environment: { HOME: home, ...environment },
    folder: join(root, folder),
    home,
    platform: 'linux',
  })
  return { root, configuration }
}

/** The failure of some work, as a script sees it; the root is written as `<root>`. */
export async function failureOf(work: () => unknown, root = ''): Promise<unknown> {
  let thrown: unknown = 'no failure'
  try {
    await work()
  } catch (error) {
    thrown = error
  }
  if (!(thrown instanceof SfsyncError)) return thrown
  const { code, message, rows, actions } = thrown
  const told: unknown = JSON.parse(
    JSON.stringify({ code, message, rows, actions }).replaceAll(root === '' ? '\0' : root, '<root>'),
  )
  return told
}
