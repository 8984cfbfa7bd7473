#!/usr/bin/env node
// Plain JavaScript that any Node since 14 can read, so that an old one can say what is missing.
const [major, minor] = process.versions.node.split('.').map(Number)

if (major > 22 || (major === 22 && minor >= 13)) {
  // As they are: an import of these would load streams and more behind them, at every start.
  const [fs, module, os, path] = ['fs', 'module', 'os', 'path'].map((name) => process.getBuiltinModule(name))
  // In the user's own folder, which only the user may change: compiled code could be planted by others.
  const caches = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache')
  const cache = process.env.NODE_COMPILE_CACHE || path.join(caches, 'sfsync')
  try {
    fs.mkdirSync(cache, { recursive: true, mode: 0o700 })
    module.enableCompileCache(cache)
  } catch {
    // Without it sfsync only starts more slowly.
  }
  void import('../dist/start.js')
} else {
  void runOnInstalledNode()
}

async function runOnInstalledNode() {
  const node = await installedNode()
  if (node === undefined) {
    process.stderr.write(
      `sfsync needs Node.js 22.13 or newer, this is ${process.versions.node}: install it from https://nodejs.org or with "npm install node@24" beside sfsync\n`,
    )
    process.exitCode = 1
    return
  }
  const { spawn } = await import('child_process')
  const { constants } = await import('os')
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' })
  // The terminal sends Ctrl-C to both; only the child decides what it means.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    process.exitCode = code === null ? 128 + constants.signals[signal] : code
  })
}

async function installedNode() {
  const { createRequire } = await import('module')
  const { dirname, join } = await import('path')
  const { existsSync } = await import('fs')
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('node/package.json'))
    const file = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(file) ? file : undefined
  } catch {
    return undefined
  }
}
