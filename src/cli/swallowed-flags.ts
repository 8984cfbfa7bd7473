import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings'
import { SfsyncError } from '../core/errors.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import { commandName } from './command.ts'

/**
 * Throws `usage` if a flag stands where the value of another one belongs, as after `--reason $EMPTY`; commander would
 * take it as the value. Written in one word, `--reason=--x`, any value is taken.
 */
export function refuseSwallowedFlags(program: CommandUnknownOpts, words: readonly string[]): void {
  let command = program
  const options = [...program.options]
  for (let at = 0; at < words.length && words[at] !== '--'; at += 1) {
    const word = words[at] ?? ''
    const inner = command.commands.find((each) => each.name() === word)
    if (inner !== undefined) {
      command = inner
      options.push(...inner.options)
    }
    const option = options.find(({ long, short }) => word === long || word === short)
    if (option?.required !== true) continue
    at += 1
    const value = words[at]
    if (value !== undefined && isFlag(value, options)) throw swallowed(word, value, command)
  }
}

// A misspelled flag, too: its value is as likely to be missing.
function isFlag(value: string, options: readonly Option[]): boolean {
  const isShort = /^-[A-Za-z]/.test(value) && options.some(({ short }) => value.slice(0, 2) === short)
  return value.startsWith('--') || isShort
}

function swallowed(flag: string, value: string, command: CommandUnknownOpts): SfsyncError {
  return new SfsyncError('usage', `${flag} needs a value, but is followed by ${value}`, {
    actions: [
      `give ${flag} a value; if it comes from a variable, the variable may be empty`,
      `if ${value} is the value, write it as ${flag}=${value}`,
      withOptions(commandLine(commandName(command)), { help: true }),
    ],
  })
}
