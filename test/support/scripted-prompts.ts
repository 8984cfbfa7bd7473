import { SfsyncError } from '../../src/core/errors.ts'
import { Canceled } from '../../src/app/interrupts.ts'
import type { Choice, Found, Prompts, TextQuestion } from '../../src/app/ports.ts'

/** One question that a story expects, and what the admin does about it. */
export type Scripted =
  | { readonly text: string; readonly answer: string; readonly refused?: readonly Refused[] }
  /** Takes what is offered. */
  | { readonly text: string; readonly initial: string }
  | { readonly secret: string; readonly answer: string }
  | { readonly yesNo: string; readonly answer: boolean; readonly byDefault?: boolean }
  /** The answer is the name of a choice. */
  | { readonly choose: string; readonly answer: string }
  | { readonly search: string; readonly typed: string; readonly answer: string }
  /** Ctrl-C at whatever is asked. */
  | 'interrupt'
  /** Esc at whatever is asked. */
  | 'escape'

/** An answer that will not do, and why. */
interface Refused {
  readonly answer: string
  readonly problem: string
}

/** Prompts that follow a script; a question that is not the next one fails, and so does one that is never asked. */
export class ScriptedPrompts implements Prompts {
  readonly #script: Scripted[]
  readonly #record: (line: string) => void
  readonly #failures: string[] = []

  /** Every question with its answer is recorded as one line. */
  constructor(script: readonly Scripted[], record: (line: string) => void) {
    this.#script = [...script]
    this.#record = record
  }

  /** Throws when the script and what was asked differ. */
  check(): void {
    const unused = this.#script.map((question) => `never asked: ${JSON.stringify(question)}`)
    const failures = [...this.#failures, ...unused]
    if (failures.length > 0) throw new Error(failures.join('\n'))
  }

  async text({ message, initial, problem }: TextQuestion): Promise<string> {
    const next = await this.#next(`text "${message}"`)
    if (!('text' in next) || next.text !== message) throw this.#unexpected(`text "${message}"`)
    if ('initial' in next) {
      if (initial !== next.initial) throw this.#unexpected(`text "${message}" offering ${initial}`)
      return this.#answered(message, initial, next.initial)
    }
    for (const { answer, problem: expected } of next.refused ?? []) {
      const actual = problem?.(answer)
      if (actual !== expected) throw this.#unexpected(`"${answer}" refused with ${actual}`)
    }
    const actual = problem?.(next.answer)
    if (actual !== undefined) throw this.#unexpected(`"${next.answer}" refused with ${actual}`)
    return this.#answered(message, next.answer, next.answer)
  }

  async secret(message: string): Promise<string> {
    const next = await this.#next(`secret "${message}"`)
    if (!('secret' in next) || next.secret !== message) throw this.#unexpected(`secret "${message}"`)
    return this.#answered(message, '****', next.answer)
  }

  async yesNo(message: string, byDefault = false): Promise<boolean> {
    const next = await this.#next(`yesNo "${message}"`)
    if (!('yesNo' in next) || next.yesNo !== message) throw this.#unexpected(`yesNo "${message}"`)
    if (byDefault !== (next.byDefault ?? byDefault))
      throw this.#unexpected(`yesNo "${message}" with Enter for ${byDefault}`)
    return this.#answered(message, next.answer ? 'yes' : 'no', next.answer)
  }

  async choose<T>(message: string, choices: readonly Choice<T>[]): Promise<T> {
    const next = await this.#next(`choose "${message}"`)
    if (!('choose' in next) || next.choose !== message) throw this.#unexpected(`choose "${message}"`)
    return this.#answered(message, next.answer, this.#chosen(choices, next.answer))
  }

  async search<T>(message: string, find: (text: string) => Promise<Found<T>>): Promise<T> {
    const next = await this.#next(`search "${message}"`)
    if (!('search' in next) || next.search !== message) throw this.#unexpected(`search "${message}"`)
    return this.#answered(message, next.answer, this.#chosen((await find(next.typed)).choices, next.answer))
  }

  async #next(question: string): Promise<Exclude<Scripted, 'interrupt' | 'escape'>> {
    const next = await Promise.resolve(this.#script.shift())
    if (next === undefined) throw this.#unexpected(question)
    if (next === 'interrupt') throw new SfsyncError('interrupted', 'interrupted; nothing was changed')
    if (next === 'escape') {
      this.#record(`? ${question} (Esc)`)
      throw new Canceled()
    }
    return next
  }

  #chosen<T>(choices: readonly Choice<T>[], name: string): T {
    // A list of people is aligned in columns, of which a story names the first ones.
    const choice = choices.find((each) => `${each.name.replaceAll(/ {2,}/g, '  ')}  `.startsWith(`${name}  `))
    if (choice !== undefined) return choice.value
    throw this.#unexpected(`no "${name}" among ${JSON.stringify(choices.map((each) => each.name))}`)
  }

  #unexpected(what: string): Error {
    this.#failures.push(`not in the script: ${what}`)
    return new Error(`not in the script: ${what}`)
  }

  #answered<T>(message: string, shown: string | undefined, value: T): T {
    this.#record(`? ${message} ${shown}`)
    return value
  }
}
