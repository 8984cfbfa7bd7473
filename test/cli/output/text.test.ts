import fc from 'fast-check'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { displayWidth } from '../../../src/cli/output/text.ts'

// What sfsync measures itself, as the package that it saves loading does; that was never prepared here.
const letters = fc.constantFrom(...Array.from('a1# Åøßőłž’“–ΥίЖяẾ田ひカー김🚀🎉מم\u0301\u0308'))

test('a text of letters and simple emoji is as wide as the package for all characters says', () => {
  fc.assert(
    fc.property(fc.string({ unit: letters }), (text) => {
      expect(displayWidth(text)).toBe(stringWidth(text))
    }),
  )
})

test('so is each character of the ranges', () => {
  const wrong: string[] = []
  for (let code = 0x20; code < 0x20000; code += 1) {
    if (code === 0xd800) code = 0xe000
    const text = `a${String.fromCodePoint(code)}`
    // A text that is not measured here counts its code units until the package is loaded.
    if (displayWidth(text) !== text.length && displayWidth(text) !== stringWidth(text)) wrong.push(text)
    if (code < 0x250 && code !== 0xad && code > 0xa0 && displayWidth(text) !== stringWidth(text))
      wrong.push(text)
  }
  expect(wrong).toEqual([])
})
