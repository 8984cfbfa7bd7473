/** Items as they come, until a signal says stop; its reason is thrown then, also while the next item is awaited. */
export async function* interruptible<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
  const stop = aborted(signal)
  // It may come when nothing is awaited; the next item finds it then.
  stop.catch(() => undefined)
  try {
    for (;;) {
      signal.throwIfAborted()
      const next = await Promise.race([iterator.next(), stop])
      if (next.done === true) return
      yield next.value
    }
  } finally {
    // Not awaited: what is still under way may take long, and nobody waits for it any more.
    void iterator.return?.()
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
