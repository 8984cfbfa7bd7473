import { SfsyncError } from '../../core/errors.ts'
import { certainties, type Certainty } from '../../core/match/suggestion.ts'
import { commaList } from '../flags.ts'

/** The classes that a list names, `sure,likely`; none where it is left out. Throws `usage`. */
export function certaintiesIn(text: string | undefined): Certainty[] {
  return commaList(text ?? '').map((name) => {
    const found = certainties.find((each) => each === name)
    if (found === undefined)
      throw new SfsyncError('usage', `"${name}" is no class`, {
        actions: [`use one of: ${certainties.join(', ')}`],
      })
    return found
  })
}
