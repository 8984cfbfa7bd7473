import { SfsyncError } from '../../core/errors.ts'
import { commandLine, type Hint, withOptions } from '../../core/hint.ts'
import type { SignInWay } from '../../salesforce/salesforce.ts'
import type { Context } from '../context.ts'

/** What was typed at the questions, by flag. */
export type Answers = Map<string, string>

/** A value that a way needs, and how to get it. */
interface RequiredValue {
  readonly flag: string
  readonly message: string
  readonly actions: readonly Hint[]
}

/** Takes given values, asks for the others, and remembers the flags that give the same request. */
export class SignInQuestions {
  readonly #context: Context
  readonly #kept: Answers
  readonly flags: string[][]
  /** How many questions were answered. */
  answered = 0
  asked = false
  readonly #replayed: number
  readonly #mayGoBack: boolean

  constructor(
    context: Context,
    way: SignInWay,
    before: { readonly kept: Answers; readonly replayed: number; readonly mayGoBack: boolean },
  ) {
    this.#context = context
    this.#kept = before.kept
    this.#replayed = before.replayed
    this.#mayGoBack = before.mayGoBack
    this.flags = [['--way', way]]
  }

  #keep(flag: string, answer: string): void {
    this.answered += 1
    this.#kept.set(flag, answer)
  }

  // Esc at the first question leads out of them all.
  async #asking(ask: () => Promise<string>): Promise<string> {
    this.asked = true
    const isBack = this.#mayGoBack || this.answered > 0
    return await (isBack ? this.#context.withEscape('back', ask) : ask())
  }

  async text(value: string | undefined, { flag, message, actions }: RequiredValue): Promise<string> {
    const answer = value ?? (await this.#ask(flag, message, actions))
    this.flags.push([flag, answer])
    return answer
  }

  /** A text that is not shown; null where sfsync cannot ask. */
  async secret(flag: string, message: string): Promise<string | null> {
    if (!this.#context.canAsk) return null
    const kept = this.#kept.get(flag)
    const aside = kept === undefined ? '' : ' (Enter: as before)'
    const typed = (
      await this.#asking(async () => await (await this.#context.prompts()).secret(message + aside))
    ).trim()
    const secret = typed === '' ? (kept ?? '') : typed
    if (secret === '') return null
    this.#keep(flag, secret)
    this.#context.dependencies.learnSecret(secret)
    this.flags.push([flag, '-'])
    return secret
  }

  async #ask(flag: string, message: string, actions: readonly Hint[]): Promise<string> {
    if (!this.#context.canAsk) throw missing(flag, actions)
    const initial = this.#kept.get(flag)
    const isReplayed = initial !== undefined && this.answered < this.#replayed
    if (initial === undefined)
      for (const action of actions) await this.#context.note(this.#context.typed(action))
    const question = { message, problem: required, ...(initial === undefined ? {} : { initial }) }
    const answer = isReplayed
      ? initial
      : (await this.#asking(async () => await (await this.#context.prompts()).text(question))).trim()
    this.#keep(flag, answer)
    return answer
  }
}

function required(text: string): string | undefined {
  return text.trim() === '' ? 'a value is required' : undefined
}

/** The error for a value that no one can be asked for. */
export function missing(flag: string, actions: readonly Hint[]): SfsyncError {
  return new SfsyncError('usage', `login needs ${flag}`, {
    actions: [`add ${flag}`, ...actions, withOptions(commandLine('login'), { help: true })],
  })
}
