import type { Key } from 'node:readline'
import { Writable } from 'node:stream'
import inquirer from 'inquirer'
import { Canceled } from '../app/interrupts.ts'
import type { Choice, EscapeKey, Found, PromptLook, Prompts } from '../app/ports.ts'
import { SfsyncError } from '../core/errors.ts'
import { numberText } from '../core/text.ts'
import { visible } from '../core/visible-text.ts'
import { hastenEscape } from './escape-key.ts'

/** How prompts are drawn. */
interface Drawing extends PromptLook {
  /** Breaks a text between words into lines of at most so many columns. */
  wrapText(text: string, columns: number): readonly string[]
}

/** Prompts by inquirer, drawn on stderr so that stdout carries only the result; the signal ends an open prompt. */
export function inquirerPrompts(interrupted: AbortSignal, { wrapText, isColored, escape }: Drawing): Prompts {
  const output = isColored ? process.stderr : withoutColors(process.stderr)
  hastenEscape(process.stdin)
  const prompt = inquirer.createPromptModule({ output, signal: interrupted })

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
      name: wrap(name, '> '.length),
      short: visible(name).replaceAll(/ {2,}/g, '  ').trim(),
      value,
      ...(description === undefined ? {} : { description: wrap(description) }),
    }))

  const theme = (keys: () => readonly string[], reason: () => string | undefined = () => undefined) => ({
    prefix: { idle: '?', done: symbols.done },
    icon: { cursor: symbols.cursor },
    spinner: { interval: 80, frames: symbols.spinner },
    // Each key stays on one line with what it does.
    style: {
      keysHelpTip: () => wrap(keys().map(inOnePiece).join(symbols.between)).replaceAll(noBreak, ' '),
      error: (text: string) => `> ${wrap(reason() ?? text, '> '.length)}`,
    },
  })
  const plain = theme(() => [])

  return {
    text: ({ message, initial, problem }) =>
      answered(
        prompt([
          {
            type: 'input',
            name: 'answer',
            message: question(message, initial === undefined ? '' : `(${initial})`),
            theme: plain,
            ...(initial === undefined ? {} : { default: initial }),
            validate: (text: string) => problem?.(text) ?? true,
          },
        ]),
      ),
    secret: (message, problem) =>
      answered(
        prompt([
          {
            type: 'password',
            name: 'answer',
            message: question(message),
            mask: '*',
            validate: (text: string) => problem?.(text) ?? true,
            theme: theme(() => ['ctrl-t: show']),
          },
        ]),
      ),
    yesNo: (message, byDefault = false) =>
      answered(
        prompt([
          {
            type: 'confirm',
            name: 'answer',
            message: question(message, byDefault ? '(Y/n) yes' : '(y/N) yes'),
            default: byDefault,
            theme: plain,
          },
        ]),
      ),
    choose: async (message, choices) => {
      const keys = [`${symbols.arrows}: move`, 'enter: select', escapeTexts[escape()]]
      const listing = {
        message: question(message),
        choices: listed(choices),
        loop: false,
        pageSize: pageSize(),
        theme: theme(() => keys),
      }
      return chosen(choices, await answered(prompt([{ type: 'select', name: 'answer', ...listing }])))
    },
    search: async (message, find) => {
      let latest: Found<Awaited<ReturnType<typeof find>>['choices'][number]['value']> = { choices: [] }
      // Inquirer ignores Enter while it searches: it counts afterwards, unless it could take a row that was never seen.
      const enter = holdEnter(process.stdin)
      // A slow search for what was typed before must not be taken for the newest.
      const source = async (text: string | undefined, { signal }: { readonly signal: AbortSignal }) => {
        enter.hold()
        const found: typeof latest = await find(text ?? '').catch((error: unknown) => {
          // Thrown on, it would leave the prompt waiting for an answer that never comes.
          if (!(error instanceof SfsyncError)) throw error
          return {
            choices: [],
            none: error.message,
            ...(latest.hint === undefined ? {} : { hint: latest.hint }),
          }
        })
        if (!signal.aborted) {
          latest = found
          enter.release(found.choices.length === 1 && found.isNear !== true)
        }
        // Inquirer shows no reason before anything is typed; a separator is shown, but cannot be chosen.
        return text === undefined && found.none !== undefined
          ? [new inquirer.Separator(wrap(found.none))]
          : listed(found.choices)
      }
      const keys = () => [
        ...(latest.hint === undefined ? ['type to search'] : [latest.hint]),
        `${symbols.arrows}: move`,
        'enter: select',
        escapeTexts[escape()],
        ...countOf(latest),
      ]
      const asked = prompt([
        {
          type: 'search',
          name: 'answer',
          message: question(message),
          source,
          pageSize: pageSize(),
          theme: theme(keys, () => latest.none),
          // What is not an answer itself becomes the text that is searched for.
          validate: (position: number) => latest.choices[position]?.continues !== true,
        },
      ])
      try {
        const position = await answered(asked)
        return chosen(latest.choices, position)
      } finally {
        enter.stop()
      }
    },
  }
}

const escapeTexts: Readonly<Record<EscapeKey, string>> = {
  back: 'esc: back',
  cancel: 'esc: cancel',
  nothing: 'ctrl-c: end',
}

// oxlint-disable-next-line no-control-regex -- these are the codes that paint
const painting = /\u001b\[[\d;]*m/g

// Inquirer paints whatever the terminal can show.
function withoutColors(terminal: NodeJS.WriteStream): NodeJS.WritableStream {
  const stream = new Writable({
    decodeStrings: false,
    write: (piece: string | Uint8Array, _encoding, done) => {
      const text = Buffer.from(piece).toString().replaceAll(painting, '')
      terminal.write(text, (error) => done(error ?? null))
    },
  })
  // As process.stderr itself, it has a size and is not closed behind a question.
  Object.defineProperty(stream, 'columns', { get: () => terminal.columns })
  Object.defineProperty(stream, 'rows', { get: () => terminal.rows })
  return Object.assign(stream, { isTTY: true, _isStdio: true })
}

interface HeldEnter {
  /** Keeps an Enter from now on. */
  hold(): void
  /** Gives it, if it counts and nothing was typed after it. */
  release(counts: boolean): void
  stop(): void
}

function holdEnter(input: NodeJS.ReadStream): HeldEnter {
  let isHeld = false
  let isPressed = false
  const pressed = (_text: string | undefined, { name }: Key) => {
    isPressed = isHeld && (name === 'return' || name === 'enter')
  }
  input.on('keypress', pressed)
  return {
    hold: () => {
      isHeld = true
    },
    release: (counts) => {
      isHeld = false
      // Inquirer has to draw what was found first.
      if (isPressed && counts)
        setImmediate(() => input.emit('keypress', '\r', { name: 'return', sequence: '\r' }))
      isPressed = false
    },
    stop: () => input.off('keypress', pressed),
  }
}

// A terminal without Unicode gets ASCII in their place, as of all that is written to it.
const symbols = {
  done: '✔',
  cursor: '❯',
  arrows: '↑↓',
  between: ' · ',
  spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
}

const noBreak = '\u00a0'

function inOnePiece(text: string): string {
  return text.replaceAll(' ', noBreak)
}

// Room for the question, what the highlighted choice says, and the keys.
function pageSize(): number {
  return Math.max(3, Math.min(10, (process.stderr.rows || 24) - 9))
}

function countOf({ choices, total, hasOther = false }: Found<unknown>): string[] {
  const shown = choices.length - Number(hasOther)
  return total === undefined ? [] : [`showing ${numberText(shown)} of ${numberText(total)}`]
}

function chosen<T>(choices: readonly Choice<T>[], position: number): T {
  const choice = choices[position]
  if (choice === undefined) throw new SfsyncError('interrupted', 'nothing was chosen')
  return choice.value
}

/** A prompt under way, which can be closed. */
type Asked<T> = Promise<{ readonly answer: T }> & { readonly ui: { close(): void } }

async function answered<T>(asked: Asked<T>): Promise<T> {
  const watching = watchInput(process.stdin, () => asked.ui.close())
  try {
    return (await Promise.race([asked, watching.closed])).answer
  } catch (error) {
    if (watching.isBack()) throw new Canceled()
    if (error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name))
      throw new SfsyncError('interrupted', 'interrupted; nothing was changed', { cause: error })
    throw error
  } finally {
    watching.stop()
  }
}

interface WatchedInput {
  readonly closed: Promise<never>
  /** Whether Esc was pressed. */
  isBack(): boolean
  stop(): void
}

/**
 * Watches the input of an open question, which Node.js pauses without a word: on Ctrl-D, which ends the question, and when
 * a stopped program goes on, where the input must go on, too. Esc closes the question.
 */
function watchInput(input: NodeJS.ReadStream, closeQuestion: () => void): WatchedInput {
  let isContinued = false
  let isAnswered = false
  let isBack = false
  const { promise: closed, reject: close } = Promise.withResolvers<never>()
  // An answer pauses the input as well, and comes first.
  const paused = () => {
    if (!isContinued && !isBack) setImmediate(() => setImmediate(end))
  }
  const end = () => {
    if (isAnswered) return
    close(new SfsyncError('interrupted', 'interrupted; nothing was changed'))
    closeQuestion()
  }
  const pressed = (_text: string | undefined, { name, sequence, ctrl }: Key) => {
    // Once it was stopped, Node.js closes the question on Ctrl-D without pausing the input, but ends its raw mode; going on
    // right now begins that again.
    if (ctrl === true && name === 'd') {
      const isClosed = !input.isRaw
      setImmediate(() => (isClosed || !input.isRaw ? end() : undefined))
    }
    if (name !== 'escape' || sequence !== '\u001b' || isAnswered) return
    isBack = true
    closeQuestion()
  }
  const continued = () => {
    isContinued = true
    setImmediate(() => {
      isContinued = false
      if (!isAnswered) input.resume()
    })
  }
  // Readline stops this process alone; npx and a shell script that wait for it would keep the terminal.
  const stopped = () => {
    process.off('SIGTSTP', stopped)
    process.kill(0, 'SIGTSTP')
    process.on('SIGTSTP', stopped)
  }
  input.on('pause', paused)
  input.on('end', end)
  if (process.platform !== 'win32') process.on('SIGTSTP', stopped)
  input.on('keypress', pressed)
  process.on('SIGCONT', continued)
  // Nothing waits for it after an answer.
  closed.catch(() => undefined)
  return {
    closed,
    isBack: () => isBack,
    stop: () => {
      isAnswered = true
      input.off('pause', paused)
      input.off('end', end)
      input.off('keypress', pressed)
      process.off('SIGCONT', continued)
      process.off('SIGTSTP', stopped)
      // Input that still flows would keep the program from ending.
      input.pause()
    },
  }
}
