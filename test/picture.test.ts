import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PNG } from 'pngjs'
import { describe, expect, test } from 'vitest'
import { pagePictures, pictureFolder, terminalPictures } from '../.ci/picture.ts'
import { difference } from './support/browser-page.ts'

const kept = (name: string) => readFileSync(join(pictureFolder, name))

// If sentences of the program have changed: npm run picture, and look at the pictures.
describe('the pictures in the README', () => {
  test('of a terminal show what the program prints', async () => {
    const pictures = await terminalPictures()
    for (const [name, picture] of Object.entries(pictures)) expect(kept(name).toString('utf8')).toBe(picture)
  })

  test('of the report show its page', async () => {
    const pictures = await pagePictures()
    for (const [name, picture] of Object.entries(pictures)) {
      const [now, before] = [PNG.sync.read(picture), PNG.sync.read(kept(name))]
      expect([name, now.width, now.height]).toEqual([name, before.width, before.height])
      // Other builds of the browser smooth letters otherwise.
      expect([name, difference(now, before) < 0.02]).toEqual([name, true])
    }
  })

  test('are all in the README, in light and dark, with a text for those who do not see them', () => {
    const readme = readFileSync(join(pictureFolder, '..', '..', 'README.md'), 'utf8')
    const sources = [
      ...readme.matchAll(/<source media="\(prefers-color-scheme: dark\)" srcset="docs\/pictures\/([^"]+)">/g),
    ]
    const images = [...readme.matchAll(/<img alt="([^"]{20,})" src="docs\/pictures\/([^"]+)">/g)]
    const named = [...sources.map(([, name = '']) => name), ...images.map(([, , name = '']) => name)]
    expect(new Set(named)).toEqual(new Set(readdirSync(pictureFolder)))
  })

  test('are small', () => {
    const sizes = readdirSync(pictureFolder).map((name) => kept(name).length)
    expect(Math.max(...sizes)).toBeLessThan(150_000)
  })
})
