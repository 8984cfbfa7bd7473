import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..', '..', '..')

/** What it means when plain jsforce does not do wrong any more; `cure` is the file that is there because it does. */
export function noLonger(doesWrong: string, cure: string): string {
  if (!existsSync(join(root, cure)))
    throw new Error(`${cure} is not there: name the file that the cure is in`)
  return `jsforce no longer ${doesWrong}: the workaround in ${cure} can go`
}
