import { SfsyncError } from '../core/errors.ts'
import type { CommandLine } from '../core/hint.ts'

/** Items as they come, until a signal says stop; its reason is thrown then, also while the next item is awaited. */
export async function* interruptible<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  signal: AbortSignal,
): AsyncGenerator<Item> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]()
  try {
    for (;;) {
      signal.throwIfAborted()
      const next = await unlessAborted(Promise.resolve(iterator.next()), signal)
      if (next.done === true) return
      yield next.value
    }
  } finally {
    // Not awaited: what is still under way may take long, and its result is not needed.
    void iterator.return?.()
  }
}

// Listens for each item anew: one promise raced against all of them would keep every item in memory.
async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return await new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    // Asking for the item may itself have been what stopped it.
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop)
    void work.then(resolve, reject).then(() => signal.removeEventListener('abort', stop))
  })
}

/** Long work leaves no room for signals: Ctrl-C that was pressed meanwhile is heard here, and its failure thrown. */
export async function throwIfInterrupted(interrupted: AbortSignal): Promise<void> {
  // Signals are looked at between the immediates of one turn and those of the next.
  await turn()
  await turn()
  interrupted.throwIfAborted()
}

async function turn(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve)
  })
}

/** The admin answered a question with no or Esc: an end as wished, or a step back. `resume` is the command that goes on, if something was done before. */
export class Canceled extends SfsyncError {
  constructor(resume?: CommandLine) {
    const kept = resume !== undefined
    super(
      'decision-needed',
      `Canceled. ${kept ? 'Changes made before that are kept.' : 'Nothing was changed.'}`,
      {
        actions: kept ? [resume] : [],
      },
    )
  }
}
