import { type ServerAnswer, refused } from './answer.ts'
import type { ServerRequest } from './request.ts'
import { SoqlRefusal, wording } from './soql/refusal.ts'
import type { World } from './soql/world.ts'

/** A request of somebody who may ask, and what it asks of. */
export interface Asked extends ServerRequest {
  /** `68.0`. */
  readonly version: string
  /** The path behind the version, for example `query/01g...-2000`. */
  readonly resource: string
  readonly world: World
  /** Who asks. */
  readonly userId: string
}

/** An answer, and which page of a reading it is, counted from 1; undefined when it is none. */
export interface OrgAnswer {
  readonly answer: ServerAnswer
  readonly page?: number
}

/** A resource of the REST API: undefined where the request is for another. */
export type Resource = (asked: Asked) => OrgAnswer | undefined

/** Does something with a query; a query that cannot be understood is answered in Salesforce's words. */
export function understood<Result>(soql: string, act: () => Result): Result | ServerAnswer {
  try {
    return act()
  } catch (error) {
    if (error instanceof SoqlRefusal) return refused(400, error.errorCode, wording(soql, error))
    throw error
  }
}

/** The body as an object; undefined where it is none. */
export function bodyOf({ body }: ServerRequest): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The texts in a list; undefined where it holds, or is, anything else. */
export function textsIn(value: unknown): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined
  const texts = value.filter((item: unknown) => typeof item === 'string')
  return texts.length === value.length ? texts : undefined
}
