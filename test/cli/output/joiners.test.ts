import { expect, test } from 'vitest'
import { visible, visibleJson } from '../../../src/core/visible-text.ts'

test.each([
  ['a Persian name keeps its non-joiner', 'علی\u200cرضا', 'علی\u200cرضا'],
  ['a Hindi name keeps its joiner', 'क्\u200dष', 'क्\u200dष'],
  ['an emoji family stays together', '👩\u200d👧', '👩\u200d👧'],
  ['a non-joiner inside Latin letters is shown', 'Ada\u200cLovelace', 'Ada<U+200C>Lovelace'],
  ['a joiner inside Latin letters is shown', 'Ada\u200dLovelace', 'Ada<U+200D>Lovelace'],
  ['a non-joiner after an emoji is shown', '👩\u200c👧', '👩<U+200C>👧'],
])('%s', (_, text, shown) => {
  expect(visible(text)).toBe(shown)
  expect(JSON.parse(visibleJson(JSON.stringify(text)))).toBe(text)
})
