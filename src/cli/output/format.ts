/** The output formats, as `--format` names them. */
export const formats = ['table', 'json', 'ndjson', 'csv', 'tsv', 'ids'] as const

/** One output format. */
export type Format = (typeof formats)[number]
