/** Whether a process of this number is running, regardless of who started it. */
export function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0)
  } catch (error) {
    // It is another account's process.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
