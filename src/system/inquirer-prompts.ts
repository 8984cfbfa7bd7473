import inquirer from 'inquirer'
import type { Choice, Prompts } from '../app/ports.ts'
import { SfsyncError } from '../core/errors.ts'
import { visible } from '../core/visible-text.ts'

/** Breaks a text between words into lines of at most so many columns. */
type WrapText = (text: string, columns: number) => readonly string[]

/** Prompts by inquirer, drawn on stderr so that stdout carries only the result; the signal ends an open prompt. */
export function inquirerPrompts(interrupted: AbortSignal, wrapText: WrapText): Prompts {
  const prompt = inquirer.createPromptModule({ output: process.stderr, signal: interrupted })

  // Inquirer itself breaks lines within words.
  const wrap = (text: string, indent = 0) =>
    wrapText(visible(text), (process.stderr.columns || 80) - indent).join(`\n${' '.repeat(indent)}`)

  // Inquirer draws "? " before a question, and its default behind it, which stays in one piece.
  const question = (message: string, behind = '') => {
    const held = behind.replaceAll(' ', '_')
    const text = wrap(held === '' ? `? ${message}` : `? ${message} ${held}`).slice('? '.length)
    return held === '' ? text : text.slice(0, -held.length).replace(/ $/, '')
  }

  // Answers are passed by position, so that their types stay the caller's.
  const listed = <T>(choices: readonly Choice<T>[]) =>
    choices.map(({ name, description }, value) => ({
      name: wrap(name, '❯ '.length),
      short: visible(name),
      value,
      ...(description === undefined ? {} : { description: wrap(description) }),
    }))

  return {
    text: ({ message, initial, problem }) =>
      answered(
        prompt([
          {
            type: 'input',
            name: 'answer',
            message: question(message, initial === undefined ? '' : `(${initial})`),
            ...(initial === undefined ? {} : { default: initial }),
            validate: (text: string) => {
              const found = problem?.(text)
              return found === undefined ? true : wrap(found, '> '.length)
            },
          },
        ]),
      ),
    secret: (message) =>
      answered(prompt([{ type: 'password', name: 'answer', message: question(message), mask: '*' }])),
    yesNo: (message, byDefault = false) =>
      answered(
        prompt([
          {
            type: 'confirm',
            name: 'answer',
            message: question(message, byDefault ? '(Y/n) yes' : '(y/N) yes'),
            default: byDefault,
          },
        ]),
      ),
    choose: async (message, choices) => {
      const listing = { message: question(message), choices: listed(choices), loop: false }
      return chosen(choices, await answered(prompt([{ type: 'select', name: 'answer', ...listing }])))
    },
    search: async (message, find) => {
      let latest: Awaited<ReturnType<typeof find>> = []
      const source = async (text: string | undefined) => listed((latest = await find(text ?? '')))
      const asked = prompt([{ type: 'search', name: 'answer', message: question(message), source }])
      const position = await answered(asked)
      return chosen(latest, position)
    },
  }
}

function chosen<T>(choices: readonly Choice<T>[], position: number): T {
  const choice = choices[position]
  if (choice === undefined) throw new SfsyncError('interrupted', 'nothing was chosen')
  return choice.value
}

async function answered<T>(asked: Promise<{ readonly answer: T }>): Promise<T> {
  const closing = watchInput(process.stdin)
  try {
    return (await Promise.race([asked, closing.closed])).answer
  } catch (error) {
    if (error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name))
      throw new SfsyncError('interrupted', 'interrupted; nothing was changed', { cause: error })
    throw error
  } finally {
    closing.stop()
  }
}

/**
 * Watches the input of an open question, which Node.js pauses without a word: on Ctrl-D, which ends the question, and when
 * a stopped program goes on, where the input must go on, too.
 */
function watchInput(input: NodeJS.ReadStream): { readonly closed: Promise<never>; stop(): void } {
  let isContinued = false
  let isAnswered = false
  const { promise: closed, reject: close } = Promise.withResolvers<never>()
  // An answer pauses the input as well, and comes first.
  const paused = () => {
    if (!isContinued) setImmediate(() => setImmediate(end))
  }
  const end = () => {
    if (isAnswered) return
    // The cursor is still behind the question.
    process.stderr.write('\n')
    close(new SfsyncError('interrupted', 'interrupted; nothing was changed'))
  }
  const continued = () => {
    isContinued = true
    setImmediate(() => {
      isContinued = false
      input.resume()
    })
  }
  input.on('pause', paused)
  process.on('SIGCONT', continued)
  // Nobody waits for it after an answer.
  closed.catch(() => undefined)
  return {
    closed,
    stop: () => {
      isAnswered = true
      input.off('pause', paused)
      process.off('SIGCONT', continued)
    },
  }
}
