import { spawnSync } from 'node:child_process'

/** The commands of a script without `sfsync`, each as the words that a POSIX shell makes of it; nothing is run. */
export function wordsOf(script: string): string[][] {
  const { stdout, stderr, status } = spawnSync('sh', ['-eu'], {
    input: `sfsync() { printf '%s\\0' "$#" "$@"; }\n${script}`,
    encoding: 'utf8',
  })
  if (status !== 0 || stderr !== '') throw new Error(`sh ended with ${status}: ${stderr}`)
  const texts = stdout.split('\0').slice(0, -1)
  const commands: string[][] = []
  while (texts.length > 0) commands.push(texts.splice(0, Number(texts.shift())))
  return commands
}
