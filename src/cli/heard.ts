/** Long work leaves no room for signals: Ctrl-C that was pressed meanwhile is heard here, and its failure thrown. */
export async function heard(interrupted: AbortSignal): Promise<void> {
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
