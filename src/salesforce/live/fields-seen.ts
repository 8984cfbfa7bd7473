import { Hidden } from './explain.ts'
import { fieldsNamedIn, type OptionalField, optionalFields } from './fields.ts'

/** The fields that the identity may see; an org tells only by refusing a query. */
export class FieldsSeen {
  readonly hidden: OptionalField[] = []

  /** Asks with every field that is not known to be hidden, and again without those that are refused. */
  async ask<Result>(query: (fields: readonly OptionalField[]) => Promise<Result>): Promise<Result> {
    for (;;) {
      const fields = optionalFields.filter((field) => !this.hidden.includes(field))
      try {
        return await query(fields)
      } catch (error) {
        const named = error instanceof Hidden ? fieldsNamedIn(error.words) : []
        // Salesforce names one at a time; a query beside this one may have learnt of it already.
        if (!named.some((field) => fields.includes(field))) throw error
        for (const field of named) if (!this.hidden.includes(field)) this.hidden.push(field)
      }
    }
  }
}
