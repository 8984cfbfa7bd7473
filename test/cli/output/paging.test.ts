import { describe, expect, test } from 'vitest'
import type { OutputStream, Pager } from '../../../src/app/ports.ts'
import { pagerFor, Paging } from '../../../src/cli/output/paging.ts'

const terminal = { isTerminal: true, width: 20, height: 5, write: async () => await Promise.resolve() }

describe('the pager', () => {
  const wish = { command: 'status', flag: true, environment: {}, stdout: terminal }

  test('is less, or the one that is named', () => {
    expect(pagerFor(wish)).toBe('less')
    expect(pagerFor({ ...wish, environment: { PAGER: 'more' } })).toBe('more')
    expect(pagerFor({ ...wish, environment: { PAGER: 'more', SFSYNC_PAGER: 'less -S' } })).toBe('less -S')
  })

  test.each([
    ['with --no-pager', { ...wish, flag: false }],
    ['of a command that writes', { ...wish, command: 'import' }],
    ['in a pipe', { ...wish, stdout: { ...terminal, isTerminal: false } }],
    ['on a dumb terminal', { ...wish, environment: { TERM: 'dumb' } }],
    ['where it is empty', { ...wish, environment: { SFSYNC_PAGER: '', PAGER: 'less' } }],
    ['where it is cat', { ...wish, environment: { PAGER: 'cat' } }],
  ])('is none %s', (_, without) => {
    expect(pagerFor(without)).toBeUndefined()
  })
})

/** Streams that note what reaches them, and a pager that does, unless it is missing or cannot be run. */
function aDesk(pager: 'runs' | 'is missing' | 'cannot be run' | 'is quit' = 'runs', stderrIsTerminal = true) {
  const printed: string[] = []
  const stream = (name: string, isTerminal: boolean): OutputStream => ({
    ...terminal,
    isTerminal,
    write: async (piece) => {
      printed.push(`${name}: ${Buffer.from(piece).toString()}`)
      await Promise.resolve()
    },
  })
  const started: Pager = {
    write: async (piece) => {
      printed.push(`pager: ${Buffer.from(piece).toString().slice(0, 50)}`)
      return await Promise.resolve(pager === 'runs')
    },
    end: async () => {
      printed.push('pager ends')
      return await Promise.resolve(pager === 'runs' || pager === 'is quit')
    },
  }
  const streams = {
    stdout: stream('stdout', true),
    stderr: stream('stderr', stderrIsTerminal),
    redact: (text: string) => text.replaceAll('s3cret', '[redacted]'),
  }
  const paging = new Paging(
    streams,
    async () => await Promise.resolve(pager === 'is missing' ? undefined : started),
  )
  return { paging, printed }
}

describe('output', () => {
  test('that fits is printed at the end, in its order', async () => {
    const { paging, printed } = aDesk()
    await paging.stderr.write('reading\n')
    await paging.stdout.write('1\n2\n')
    await paging.stderr.write('2 rows\n')
    expect(printed).toEqual(['stderr: reading\n'])
    await paging.end()
    await paging.stdout.write('after\n')
    expect(printed.slice(1)).toEqual(['stdout: 1\n2\n', 'stderr: 2 rows\n', 'stdout: after\n'])
  })

  test('that is longer goes to the pager, and what is said on the way is said again afterward', async () => {
    const { paging, printed } = aDesk()
    await paging.stdout.write('1\n2\n3\n')
    await paging.stdout.write(`${'wide '.repeat(8)}\n`)
    await paging.stderr.write('4 rows\n')
    await paging.end()
    expect(printed).toEqual([
      'pager: 1\n2\n3\n',
      `pager: ${'wide '.repeat(8)}\n`,
      'pager: 4 rows\n',
      'pager ends',
      'stderr: 4 rows\n',
    ])
  })

  test('goes to one pager in its order, whoever writes while it starts, and without secrets in messages', async () => {
    const { paging, printed } = aDesk()
    await Promise.all([
      paging.stdout.write('1\n2\n3\n4\n'),
      paging.stderr.write('the token is s3cret\n'),
      paging.stdout.write('5\n'),
    ])
    await paging.end()
    expect(printed).toEqual([
      'pager: 1\n2\n3\n4\n',
      'pager: the token is [redacted]\n',
      'pager: 5\n',
      'pager ends',
      'stderr: the token is [redacted]\n',
    ])
  })

  test('of stderr goes where it is redirected to', async () => {
    const { paging, printed } = aDesk('runs', false)
    await paging.stdout.write('1\n2\n3\n4\n5\n')
    await paging.stderr.write('5 rows\n')
    expect(printed).toEqual(['pager: 1\n2\n3\n4\n5\n', 'stderr: 5 rows\n'])
  })

  test.each(['is missing', 'cannot be run'] as const)('is printed as usual if the pager %s', async (how) => {
    const { paging, printed } = aDesk(how)
    await paging.stdout.write('1\n2\n3\n4\n5\n')
    await paging.stderr.write('5 rows\n')
    await paging.end()
    expect(printed.filter((each) => each.startsWith('std'))).toEqual([
      'stdout: 1\n2\n3\n4\n5\n',
      'stderr: 5 rows\n',
    ])
  })

  test('that the admin quit is dropped; messages and whatever follows go to the terminal', async () => {
    const { paging, printed } = aDesk('is quit')
    expect(paging.stdout.isUnread?.()).toBe(false)
    await paging.stdout.write('1\n2\n3\n4\n5\n')
    expect(paging.stdout.isUnread?.()).toBe(true)
    await paging.stdout.write('6\n')
    await paging.stderr.write('warning: the token is s3cret\n')
    expect(printed).toEqual([
      'pager: 1\n2\n3\n4\n5\n',
      'pager ends',
      'stderr: warning: the token is [redacted]\n',
    ])
    await paging.end()
    await paging.stdout.write('after\n')
    expect(printed.slice(3)).toEqual(['stdout: after\n'])
  })

  test('that was held until the pager was quit still gives its messages', async () => {
    const { paging, printed } = aDesk('is quit')
    await paging.stdout.write('1\n2\n')
    await paging.stderr.write('warning\n')
    await paging.stdout.write('3\n4\n')
    expect(printed).toEqual(['pager: 1\n2\n', 'pager ends', 'stderr: warning\n'])
  })

  test('is measured in columns of the terminal', async () => {
    const wide = aDesk()
    // 11 characters of two columns each take two rows of 20.
    await wide.paging.stdout.write(`${'語'.repeat(11)}\n`.repeat(3))
    expect(wide.printed).toHaveLength(1)
    const narrow = aDesk()
    // Twelve letters with an accent of their own take twelve columns.
    await narrow.paging.stdout.write(`${'e\u0301'.repeat(12)}\n`.repeat(3))
    expect(narrow.printed).toEqual([])
  })
})
