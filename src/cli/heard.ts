/** Long work leaves no room for signals: Ctrl-C that was pressed meanwhile is heard here, and its failure thrown. */
export async function heard(interrupted: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve)
  })
  interrupted.throwIfAborted()
}
