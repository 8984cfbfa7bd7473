import { SfsyncError } from '../../core/errors.ts'
import { reportAction } from './actions.ts'

/** The failure to throw where another number of records arrived than was promised. */
export function partial(host: string, promised: number, received: number): SfsyncError {
  return new SfsyncError(
    'remote',
    `${host} promised ${promised} users and gave ${received}: a partial list is an error, never a list`,
    { actions: ['try again: sfsync sf-users refresh --full', reportAction] },
  )
}
