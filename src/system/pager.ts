import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Pager } from '../app/ports.ts'

// As git has them: quit where all fits, keep colors, leave the text on the terminal. Names are UTF-8 in every locale.
const defaults = { LESS: 'FRX', LESSCHARSET: 'utf-8', LV: '-c' }
// With any of these, a shell must read the command.
const shellSigns = /[|&;<>()$`\\"'*?[#~=%\n]/
/** What shells say of a program that is missing or cannot be run. */
const notRun: readonly unknown[] = [126, 127]

/** Starts a pager on this terminal; undefined if there is no such program. `change` is applied to each text. */
export async function startPager(
  command: string,
  environment: Readonly<Record<string, string | undefined>>,
  change: (text: string) => string,
): Promise<Pager | undefined> {
  const needsShell = shellSigns.test(command)
  const [program = '', ...words] = needsShell ? [command] : command.split(/\s+/)
  const child = spawn(program, words, {
    env: { ...defaults, ...environment },
    stdio: ['pipe', 'inherit', 'inherit'],
    shell: needsShell,
  })
  const ended = new Promise<unknown>((resolve) => child.once('exit', resolve))
  try {
    await once(child, 'spawn')
  } catch {
    return undefined
  }
  // A pager that is quit early reads no further; that is no failure.
  let isRead = true
  const quit = () => {
    isRead = false
  }
  child.stdin.on('error', quit)
  child.once('exit', quit)
  // Ctrl-C is a key of the pager, which still owns the terminal.
  process.on('SIGINT', ignore)
  return {
    write: async (piece) =>
      await new Promise((resolve) => {
        child.stdin.write(typeof piece === 'string' ? change(piece) : piece, (error) =>
          resolve(isRead && !error),
        )
      }),
    end: async () => {
      child.stdin.end()
      const code = await ended
      process.off('SIGINT', ignore)
      return !notRun.includes(code)
    },
  }
}

function ignore(): void {
  // The first Ctrl-C is handled elsewhere; without a listener, the second one would end sfsync below its pager.
}
