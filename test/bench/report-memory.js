// Loaded into a program that is measured: writes its greatest memory, in kilobytes, to a file when it ends.
import { writeFileSync } from 'node:fs'

process.on('exit', () => {
  writeFileSync(process.env.BENCH_MEMORY_FILE, String(process.resourceUsage().maxRSS))
})
