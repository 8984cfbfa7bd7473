import { expect, test } from 'vitest'
import { documentedCommands, programToRead, typedName } from '../../.ci/reference.ts'
import { exitCodes } from '../../src/app/exit-codes.ts'
import { type HelpBlock, helpTopics, helpTopicText } from '../../src/cli/help-topics.ts'
import { configurationKeys } from '../../src/config/keys.ts'

function bodyOf(name: string): readonly HelpBlock[] {
  return helpTopics.find((topic) => topic.name === name)?.body ?? []
}

function termsOf(name: string): string[] {
  return bodyOf(name).flatMap((block) =>
    typeof block === 'object' && 'terms' in block ? block.terms.map(([term]) => term) : [],
  )
}

/** Everything in a topic that is to be typed. */
function typedIn(body: readonly HelpBlock[]): string {
  return body
    .flatMap((block) => {
      if (typeof block === 'object' && 'lines' in block) return block.lines
      const text = typeof block === 'string' ? block : block.terms.flat().join('\n')
      return [...text.matchAll(/`([^`]*)`/g)].map(([, typed = '']) => typed)
    })
    .join('\n')
}

test('the topics are those that the documentation promises', () => {
  expect(helpTopics.map(({ name }) => name)).toEqual([
    'exit-codes',
    'environment',
    'formats',
    'files',
    'salesforce-ids',
    'matching',
    'scripting',
    'third-party',
  ])
})

test('every exit code is explained', () => {
  expect(termsOf('exit-codes')).toEqual(Object.values(exitCodes).map(String))
})

test('every variable that sets a key is listed', () => {
  const listed = termsOf('environment')
  expect(configurationKeys.filter(({ variable }) => !listed.includes(`\`${variable}\``))).toEqual([])
})

test.each(helpTopics)('the topic $name names only commands and flags that exist', async ({ body }) => {
  const program = await programToRead()
  const commands = new Set(documentedCommands(program).map((command) => typedName(command)))
  const flags = new Set(
    documentedCommands(program).flatMap(({ options }) => options.flatMap(({ long }) => long ?? [])),
  )
  const typed = typedIn(body)
  const named = typed.match(/sfsync (?:(?:sf-users|settings|users|teams|mappings|decisions) )?[a-z-]+/g) ?? []
  expect(named.filter((command) => command !== 'sfsync help' && !commands.has(command))).toEqual([])
  expect((typed.match(/(?<![\w-])--[a-z][a-z-]+/g) ?? []).filter((flag) => !flags.has(flag))).toEqual([])
})

test.each([80, 40])('no line of a topic is wider than %i columns unless it is to be typed', (width) => {
  for (const topic of helpTopics) {
    const typed = typedIn(topic.body)
    const wide = helpTopicText(topic, width)
      .split('\n')
      .filter((line) => line.length > width && /\s/.test(line.trim()) && !typed.includes(line.trim()))
    expect(wide).toEqual([])
  }
})

test('a topic on the terminal', () => {
  expect(
    helpTopicText(
      {
        name: 'weather',
        summary: 'what to wear',
        body: [
          'Take an umbrella if `rain` is likely.',
          {
            headings: ['Sky', 'Coat'],
            terms: [
              ['`gray`', 'a coat that keeps the rain off'],
              ['blue', 'none'],
            ],
          },
          { lines: ['$ weather --today --and --tomorrow'] },
        ],
      },
      30,
    ),
  ).toBe(`weather: what to wear

Take an umbrella if rain is
likely.

  gray  a coat that keeps the
        rain off
  blue  none

  $ weather --today --and --tomorrow
`)
})
