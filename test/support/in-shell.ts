import { spawnSync } from 'node:child_process'
import { launcher, ownEnvironment, type Run } from './sfsync.ts'

/** Runs a POSIX shell script in which `"$@"` is the built program, at home in a folder of its own. */
export function inShell(
  home: string,
  script: string,
  environment: Readonly<Record<string, string>> = {},
): Run {
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script, 'sh', process.execPath, launcher], {
    cwd: home,
    env: ownEnvironment(home, environment),
    encoding: 'utf8',
  })
  return { exitCode: status ?? -1, stdout, stderr }
}
