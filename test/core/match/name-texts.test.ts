import { describe, expect, test } from 'vitest'
import { loadScripts } from '../../../src/app/match/scripts.ts'
import { hashOfText, joined, soundHash, spellingHash } from '../../../src/core/match/letter-hash.ts'
import { NameTexts } from '../../../src/core/match/name-texts.ts'
import { partOf } from '../../../src/core/match/names.ts'
import { company } from './company.ts'

// Some of the companies have names in other scripts.
await loadScripts(['王'])

const unusual = [
  '',
  'Dr. Åse',
  'Ing',
  'Senior',
  "O'Brien",
  'O’Brien',
  "d'Arc-Łukasz",
  'Mary  Ann',
  'Müller-Lüdenscheidt',
  'Mu\u0308ller',
  '王 小明',
  'Παπαδόπουλος',
  'Щербаков',
  'R2D2',
  'Kaiser Jr.',
  'İpek',
]

function hashesOf(text: string) {
  const texts = new NameTexts()
  const number = texts.numberOf(text)
  return texts.hashes()[number]
}

describe('the hashes of a name as it is written', () => {
  test('are those of its keys', () => {
    const people = [21, 22, 23, 24, 25].flatMap((seed) => company(seed, 400).facts.users)
    for (const text of [...unusual, ...people.flatMap(({ user }) => [user.firstName, user.lastName])]) {
      const { key, sounds, words } = partOf(text.trim())
      expect([text, hashesOf(text.trim())]).toEqual([
        text,
        expect.objectContaining({
          key: spellingHash(key),
          sounds: soundHash(sounds),
          words: words.map((word) => spellingHash(word)),
          lead: soundHash(words[0] ?? ''),
        }),
      ])
    }
  })

  test('are joined without joining the texts', () => {
    const [one, other] = [hashesOf('Ada'), hashesOf('Byron')]
    expect(joined(one?.key ?? 0, other?.key ?? 0, other?.factor ?? 0)).toBe(spellingHash('adabyron'))
    expect(joined(other?.key ?? 0, one?.key ?? 0, one?.factor ?? 0)).toBe(spellingHash('byronada'))
  })

  test('of whole texts do not depend on capitals', () => {
    expect(hashOfText('Åse.Ada@example.com', 7)).toBe(hashOfText('åse.ada'))
  })
})
