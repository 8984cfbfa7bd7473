/** Set by the build from package.json. */
declare const SFSYNC_VERSION: string

const words = process.argv.slice(2)
// Scripts ask for the version often, and it needs no command line.
if (words.length === 1 && (words[0] === '--version' || words[0] === '-V')) {
  // Without a listener a closed pipe would end the process with a stack trace.
  process.stdout
    .on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') return
      process.exitCode = 1
      const reason = error.code === 'ENOSPC' ? 'the disk is full' : (error.code ?? error.message)
      process.stderr.write(`error: cannot write to standard output: ${reason}\n`)
    })
    .write(`${SFSYNC_VERSION}\n`)
} else {
  await import('./main.ts')
}
