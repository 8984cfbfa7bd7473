/** One answer that can be chosen. */
export interface Choice<T> {
  readonly name: string
  readonly value: T
  /** Shown below the list while the choice is highlighted. */
  readonly description?: string
}

/** A question for a text. */
export interface TextQuestion {
  readonly message: string
  readonly initial?: string
  /** Why an answer will not do; undefined when it will. */
  readonly problem?: (answer: string) => string | undefined
}

/** The questions sfsync asks on a terminal. Each throws `interrupted` on Ctrl-C. */
export interface Prompts {
  text(question: TextQuestion): Promise<string>
  /** A text that is not shown while it is typed. */
  secret(message: string): Promise<string>
  /** The default answer is no. */
  yesNo(message: string): Promise<boolean>
  choose<T>(message: string, choices: readonly Choice<T>[]): Promise<T>
  /** Search as you type; `find` is asked again for every change of the text. */
  search<T>(message: string, find: (text: string) => Promise<readonly Choice<T>[]>): Promise<T>
}
