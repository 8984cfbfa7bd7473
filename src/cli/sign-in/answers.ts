import { SfsyncError } from '../../core/errors.ts'
import type { SignInWay } from '../../salesforce/session.ts'
import type { Context } from '../context.ts'

/** A value that a way needs, and how to come by it. */
export interface Wanted {
  readonly flag: string
  readonly message: string
  readonly actions: readonly string[]
}

/** Takes what is there and asks for the rest; remembers the flags that would have said the same. */
export class Answers {
  readonly #context: Context
  readonly #words: string[] = []
  #asked = false

  constructor(context: Context, way: SignInWay) {
    this.#context = context
    this.#words.push('login', '--way', way)
  }

  get words(): readonly string[] {
    return this.#words
  }

  get asked(): boolean {
    return this.#asked
  }

  /** A text that may be shown. */
  async text(given: string | undefined, { flag, message, actions }: Wanted): Promise<string> {
    const value = given ?? (await this.#ask(flag, message, actions))
    this.#words.push(flag, value)
    return value
  }

  /** A text that nobody may see; null where nobody can be asked. */
  async secret(flag: string, message: string): Promise<string | null> {
    if (!this.#context.canAsk) return null
    this.#asked = true
    const secret = (await (await this.#context.prompts()).secret(message)).trim()
    if (secret === '') return null
    this.#context.parts.learnSecret(secret)
    this.#words.push(flag, '-')
    return secret
  }

  /** The failure to throw where something is missing and nobody can be asked. */
  missing(flag: string, actions: readonly string[]): SfsyncError {
    return new SfsyncError('usage', `login needs ${flag}`, {
      actions: [`add ${flag}`, ...actions, 'sfsync login --help'],
    })
  }

  async #ask(flag: string, message: string, actions: readonly string[]): Promise<string> {
    if (!this.#context.canAsk) throw this.missing(flag, actions)
    this.#asked = true
    for (const action of actions) await this.#context.note(action)
    const answer = await (
      await this.#context.prompts()
    ).text({
      message,
      problem: (text) => (text.trim() === '' ? 'it is needed' : undefined),
    })
    return answer.trim()
  }
}
