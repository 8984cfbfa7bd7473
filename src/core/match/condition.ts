import { numberText } from '../text.ts'
import { matchClasses, type MatchClass, type Suggestion } from './suggestion.ts'

/** The parts of a suggestion that a condition can name. */
type Measures = Pick<Suggestion, 'matchClass' | 'gap'> & { readonly score: number }

/** A condition such as `score>=0.97 and gap>=0.15`. */
export interface Condition {
  readonly holds: (suggestion: Measures) => boolean
  /** Whether it names classes, which already take blockers into account. */
  readonly namesClass: boolean
}

// Far more than an admin types, and few enough to nest without end.
const maxWords = 1_000

/** Parses a condition of score, gap and class with `and`, `or`, `not` and parentheses, or says why it is invalid. */
export function parseCondition(text: string): Condition | { readonly reason: string } {
  const words: readonly string[] = text.match(/[()]|[<>]=?|[=!]=?|[\w.]+|'[^']*'|"[^"]*"|\S/g) ?? []
  if (words.length > maxWords)
    return {
      reason: `the condition has ${numberText(words.length)} words; at most ${numberText(maxWords)} are allowed`,
    }
  const reader = new ConditionReader(words)
  try {
    const holds = reader.read()
    return { holds, namesClass: words.some((word) => word.toLowerCase() === 'class') }
  } catch (error) {
    if (error instanceof ConditionError) return { reason: error.message }
    throw error
  }
}

class ConditionError extends Error {}

type Test = (suggestion: Measures) => boolean

class ConditionReader {
  readonly #words: readonly string[]
  #at = 0

  constructor(words: readonly string[]) {
    this.#words = words
  }

  read(): Test {
    const test = this.#anyOf()
    const rest = this.#words[this.#at]
    if (rest !== undefined) throw new ConditionError(`unexpected "${rest}"`)
    return test
  }

  #anyOf(): Test {
    let test = this.#allOf()
    while (this.#took('or')) {
      const [left, right] = [test, this.#allOf()]
      test = (each) => left(each) || right(each)
    }
    return test
  }

  #allOf(): Test {
    let test = this.#one()
    while (this.#took('and')) {
      const [left, right] = [test, this.#one()]
      test = (each) => left(each) && right(each)
    }
    return test
  }

  #one(): Test {
    if (this.#took('not')) {
      const test = this.#one()
      return (each) => !test(each)
    }
    if (this.#took('(')) {
      const test = this.#anyOf()
      if (!this.#took(')')) throw new ConditionError('a parenthesis is not closed')
      return test
    }
    return this.#comparison()
  }

  #comparison(): Test {
    const name = this.#next('score, gap or class')
    if (name === 'class') return this.#ofClass()
    if (name !== 'score' && name !== 'gap')
      throw new ConditionError(`unknown name "${name}"; use score, gap or class`)
    const operator = this.#next(`a comparison after ${name}`)
    const text = this.#next(`a number after ${name}${operator}`)
    if (!/^\d+(\.\d+)?$/.test(text)) throw new ConditionError(`"${text}" is not a number`)
    const wanted = Number(text)
    if (wanted > 1)
      throw new ConditionError(
        `${name} runs from 0 to 1, so ${text} is out of range${wanted <= 100 ? ` (for ${text}%, write ${wanted / 100})` : ''}`,
      )
    const compared = comparisons[operator]
    if (compared === undefined) throw new ConditionError(`"${operator}" is not a comparison`)
    return (each) => compared(each[name], wanted)
  }

  #ofClass(): Test {
    const operator = this.#next('= or != after class')
    const text = this.#next('a class').replace(/^['"]|['"]$/g, '')
    const wanted: MatchClass | undefined = matchClasses.find((each) => each === text)
    if (wanted === undefined)
      throw new ConditionError(`unknown class "${text}"; use ${matchClasses.join(', ')}`)
    if (operator === '=' || operator === '==') return ({ matchClass }) => matchClass === wanted
    if (operator === '!=') return ({ matchClass }) => matchClass !== wanted
    throw new ConditionError('class can only be compared with = or !=')
  }

  #took(word: string): boolean {
    if (this.#words[this.#at]?.toLowerCase() !== word) return false
    this.#at += 1
    return true
  }

  #next(expected: string): string {
    const word = this.#words[this.#at]
    if (word === undefined) throw new ConditionError(`${expected} is missing at the end`)
    this.#at += 1
    return word.toLowerCase()
  }
}

const comparisons: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '>=': (left, right) => left >= right,
  '>': (left, right) => left > right,
  '<=': (left, right) => left <= right,
  '<': (left, right) => left < right,
  '=': (left, right) => left === right,
  '==': (left, right) => left === right,
  '!=': (left, right) => left !== right,
}
