import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readIfThere, writePrivately } from './private-files.ts'
import { PlaceUnusable, type SecretPlace } from './secret-place.ts'

/** Secrets in files of one folder, each readable by its owner alone (0600). */
export function filePlace(folder: string): SecretPlace {
  const fileOf = (name: string) => join(folder, `secret-${name}.json`)
  return {
    kind: 'file',
    read: (name) => usable(fileOf(name), async () => await readIfThere(fileOf(name))),
    write: (name, secret) =>
      usable(fileOf(name), async () => {
        await writePrivately(fileOf(name), secret)
        if ((await readIfThere(fileOf(name))) !== secret)
          throw new PlaceUnusable('it did not keep what was written')
      }),
    remove: (name) =>
      usable(fileOf(name), async () => {
        const there = await stat(fileOf(name)).catch(() => undefined)
        await rm(fileOf(name), { force: true })
        return there !== undefined
      }),
  }
}

async function usable<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof PlaceUnusable) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown failure'
    throw new PlaceUnusable(`${file}: ${code}`)
  }
}
