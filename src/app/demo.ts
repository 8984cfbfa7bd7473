import { SfsyncError } from '../core/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Dependencies } from './ports.ts'

/** Fills a new ledger of the demo profile with the sample org; refuses one that holds a real directory. */
export async function prepareDemo(ledger: Ledger, dependencies: Dependencies): Promise<void> {
  const last = await ledger.directory.lastRead()
  if (last?.source === 'demo') return
  if (last !== undefined)
    throw new SfsyncError(
      'configuration',
      `this ledger holds a real directory (${last.origin}), so it is not used for the demo`,
      {
        actions: ['leave out --store or SFSYNC_STORE: the profile demo has a ledger of its own'],
      },
    )
  const { read, pages } = await dependencies.readDemo()
  const staged = await ledger.directory.stage(
    { ...read, at: dependencies.now().toISOString() },
    pages,
    'replace',
  )
  try {
    await staged.keep()
  } catch (error) {
    // Another process may have filled it meanwhile.
    if ((await ledger.directory.lastRead())?.source !== 'demo') throw error
  }
}
