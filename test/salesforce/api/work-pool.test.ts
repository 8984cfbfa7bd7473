import { expect, test } from 'vitest'
import { workPool } from '../../../src/salesforce/api/work-pool.ts'
import { all } from '../../support/all.ts'

/** Work that ends when a test says so. */
function underHand() {
  const begun: number[] = []
  const ends = new Map<number, () => void>()
  const work = async (piece: number) => {
    begun.push(piece)
    await new Promise<void>((resolve) => ends.set(piece, resolve))
    return piece
  }
  return { begun, work, end: (piece: number) => ends.get(piece)?.() }
}

test('so many pieces are under way at a time, and the next begins when one has landed', async () => {
  const { begun, work, end } = underHand()
  const done = workPool([1, 2, 3, 4], 2, work, (result) => ({ result, remaining: [] }))
  expect(begun).toEqual([1, 2])
  end(2)
  expect((await done.next()).value).toEqual({ piece: 2, result: 2, remaining: [] })
  expect(begun).toEqual([1, 2, 3])
  for (const piece of [1, 3]) end(piece)
  const [one, other] = [await done.next(), await done.next()]
  expect([one.value, other.value]).toEqual([
    { piece: 1, result: 1, remaining: [] },
    { piece: 3, result: 3, remaining: [] },
  ])
  end(4)
  expect((await done.next()).value).toEqual({ piece: 4, result: 4, remaining: [] })
  expect(await done.next()).toEqual({ value: undefined, done: true })
})

const atOnce = async (piece: number) => await Promise.resolve(piece)
const halves = (piece: number) => (piece > 1 ? [Math.floor(piece / 2), Math.ceil(piece / 2)] : [])

test('what a piece leaves behind is done, too, and how many hands are idle is known', async () => {
  const idle: number[] = []
  const finished = await collected(
    workPool([5], 3, atOnce, (result, free) => {
      idle.push(free)
      return { result, remaining: halves(result) }
    }),
  )
  expect(finished.map(({ result }) => result).toSorted((one, other) => one - other)).toEqual([
    1, 1, 1, 1, 1, 2, 2, 3, 5,
  ])
  expect(idle[0]).toBe(3)
})

test('no more results wait to be taken than pieces are under way, so that memory is bounded', async () => {
  const begun: number[] = []
  const work = async (piece: number) => {
    begun.push(piece)
    return await Promise.resolve(piece)
  }
  const done = workPool([1, 2, 3, 4, 5, 6, 7], 2, work, (result) => ({ result, remaining: [] }))
  await done.next()
  await new Promise((resolve) => setImmediate(resolve))
  expect(begun).toEqual([1, 2, 3, 4])
  expect(await collected(done)).toHaveLength(6)
})

test('no pieces are no work', async () => {
  expect(
    await collected(
      workPool(
        [],
        3,
        async () => await Promise.resolve(1),
        (result) => ({ result, remaining: [] }),
      ),
    ),
  ).toEqual([])
})

const failsAtTwo = async (piece: number) => {
  if (piece === 2) throw await Promise.resolve(new Error('the line is dead'))
  return piece
}

test('the first failure ends it all', async () => {
  await expect(
    all(asPages(workPool([1, 2, 3], 1, failsAtTwo, (result) => ({ result, remaining: [] })))),
  ).rejects.toThrow('the line is dead')
})

async function collected<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  return await all(asPages(items))
}

async function* asPages<Item>(items: AsyncIterable<Item>): AsyncGenerator<readonly Item[]> {
  for await (const item of items) yield [item]
}
