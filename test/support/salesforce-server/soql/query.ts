/** A value as a query writes it: a text between quotes, as written; or a word such as `true`, `null` or a time. */
export interface Literal {
  readonly kind: 'text' | 'word'
  readonly text: string
  readonly at: number
}

/** A field, and where the query names it. */
export interface FieldName {
  readonly name: string
  readonly at: number
}

export type Operator = '=' | '!=' | '<' | '>' | '<=' | '>=' | 'LIKE'

/** What must be true of a record. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  | {
      readonly kind: 'compare'
      readonly field: FieldName
      readonly operator: Operator
      readonly value: Literal
    }
  | {
      readonly kind: 'in'
      readonly field: FieldName
      readonly negated: boolean
      readonly values: readonly Literal[] | Query
    }

/** A field of a result, or what is counted or found over many records. */
export interface Selected {
  readonly field: FieldName | undefined
  readonly aggregate: 'COUNT' | 'COUNT_DISTINCT' | 'MAX' | 'MIN' | undefined
  readonly alias: string | undefined
}

export interface Ordering {
  readonly field: FieldName
  readonly descending: boolean
  readonly nullsLast: boolean
}

/** A query, understood. */
export interface Query {
  /** `SELECT COUNT()`, which gives a total and no records. */
  readonly countOnly: boolean
  readonly selected: readonly Selected[]
  readonly object: FieldName
  readonly where: Condition | undefined
  readonly groupBy: readonly FieldName[]
  readonly orderBy: readonly Ordering[]
  readonly limit: number | undefined
}

/** Whether the answer is worked out over many records: Bulk API and cursors do not take such queries. */
export function isAggregate(query: Query): boolean {
  return query.groupBy.length > 0 || query.selected.some(({ aggregate }) => aggregate !== undefined)
}
