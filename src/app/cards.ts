import { commandLine, type Hint } from '../core/hint.ts'
import type { AppContext } from './context.ts'
import type { Screen } from './ports.ts'

/** Opens SalesScreen in the browser; gives what a screen says about it. */
export async function openScreenPage(context: AppContext): Promise<Hint> {
  const facts = await (await context.ledger()).facts()
  const address = facts.find(({ name }) => name === 'screen-address')?.value
  if (address === undefined)
    return {
      text: 'the address of SalesScreen is not set',
      command: commandLine('settings set', 'screen-address', 'https://...'),
    }
  return (await context.dependencies.openBrowser(address))
    ? `opened ${address} in the browser`
    : `no browser could be opened; the address is ${address}`
}

/** Copies a value, to the system's clipboard and to the terminal's; gives what a screen says about it. */
export async function copyValue(
  context: AppContext,
  screen: Pick<Screen, 'copy'>,
  { label, value }: { readonly label: string; readonly value: string },
): Promise<Hint> {
  await screen.copy(value)
  return (await context.dependencies.copyToClipboard(value))
    ? `copied: ${label}`
    : `copied, if your terminal allows it: ${label}`
}
