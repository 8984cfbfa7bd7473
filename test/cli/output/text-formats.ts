/** The formats that are text; a workbook is not. */
export const textFormats = ['table', 'markdown', 'json', 'ndjson', 'csv', 'tsv', 'ids'] as const
