import { distance } from 'fastest-levenshtein'
import { fold } from '../../core/text.ts'

const most = 3

/** The candidates that a mistyped text may have meant, nearest first; at most three. */
export function nearest(text: string, candidates: Iterable<string>): string[] {
  const typed = fold(text)
  const host = /@.*$/.exec(typed)?.[0] ?? ''
  const near: { candidate: string; cost: number }[] = []
  for (const candidate of new Set(candidates)) {
    const whole = fold(candidate)
    // The people of one company share what follows the @, which would make all of them near.
    const shared = whole.endsWith(host) ? host.length : 0
    const [wanted, folded] = [typed.slice(0, typed.length - shared), whole.slice(0, whole.length - shared)]
    const within =
      Math.min(folded.length, wanted.length) > 2 && (folded.includes(wanted) || wanted.includes(folded))
    const cost = within ? 1 : distance(wanted, folded)
    if (folded !== '' && cost <= Math.max(2, Math.floor(wanted.length / 3))) near.push({ candidate, cost })
  }
  const least = Math.min(...near.map(({ cost }) => cost))
  return near
    .filter(({ cost }) => cost <= least + 1)
    .toSorted((left, right) => left.cost - right.cost || (left.candidate < right.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate)
}

/** "did you mean a, b or c?" as an action; nothing where nothing is near. */
export function didYouMean(text: string, candidates: Iterable<string>): string[] {
  const near = nearest(text, candidates)
  return near.length === 0 ? [] : [`did you mean ${near.join(' or ')}?`]
}
