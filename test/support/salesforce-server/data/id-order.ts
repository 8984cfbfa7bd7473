/**
 * How the org compares IDs. Nobody outside Salesforce knows: by the codes of the characters, or without regard to letter
 * case, which the last three characters of the long form then decide.
 */
export type IdOrder = 'ascii' | 'ignoring-case'

/** The text by which an ID of 18 characters is compared. */
export function idKey(id: string, order: IdOrder): string {
  return order === 'ascii' ? id : id.toLowerCase()
}

/** The rows in the order of their IDs. */
export function sortedRows(
  size: number,
  idOf: (row: number) => string,
  order: IdOrder,
): Uint32Array<ArrayBuffer> {
  const keys = Array.from({ length: size }, (_, row) => idKey(idOf(row), order))
  return Uint32Array.from(keys, (_, row) => row).toSorted((one, other) =>
    (keys[one] ?? '') < (keys[other] ?? '') ? -1 : 1,
  )
}
