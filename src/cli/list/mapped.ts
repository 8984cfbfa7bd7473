import { SfsyncError } from '../../core/errors.ts'

/** What `--mapped` and `--unmapped` say together; undefined for everybody. */
export function mappedOf({
  mapped,
  unmapped,
}: {
  readonly mapped?: boolean
  readonly unmapped?: boolean
}): boolean | undefined {
  if (mapped === true && unmapped === true)
    throw new SfsyncError(
      'usage',
      '--mapped and --unmapped contradict each other; leave both out to see everybody',
    )
  return mapped === true ? true : unmapped === true ? false : undefined
}
