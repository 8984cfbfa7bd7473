import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { pictures } from '../.ci/picture.ts'

// If sentences of the program have changed: npm run picture, and look at the pictures.
test('the pictures in the README show what the program prints', async () => {
  for (const [name, picture] of Object.entries(await pictures()))
    expect(readFileSync(join(import.meta.dirname, '..', 'docs', name), 'utf8')).toBe(picture)
})
