#!/usr/bin/env node
// Plain JavaScript that any Node.js since 14 can read, so that an old one can say what is missing.
const [major, minor] = process.versions.node.split('.').map(Number)

// better-sqlite3 needs Node-API 10; older versions of Node.js crash with a segmentation fault when they load it.
const isSupported = major > 23 || (major === 23 && minor >= 6) || (major === 22 && minor >= 14)

if (isSupported) {
  // Not imported: importing these modules would load streams and more, at every start.
  const [fs, module, os, path] = ['fs', 'module', 'os', 'path'].map((name) => process.getBuiltinModule(name))
  try {
    // In the user's own folder: in the shared temporary folder, others could plant compiled code.
    const caches = process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache')
    const cache = process.env.NODE_COMPILE_CACHE || path.join(caches, 'sfsync')
    // A relative one would be left behind in the folder that sfsync is used in.
    if (path.isAbsolute(cache)) {
      fs.mkdirSync(cache, { recursive: true, mode: 0o700 })
      module.enableCompileCache(cache)
    }
  } catch {
    // Without the cache, or without a home folder, sfsync only starts more slowly.
  }
  void import('../dist/start.js')
} else {
  void runOnInstalledNode()
}

async function runOnInstalledNode() {
  const node = await installedNode()
  if (node === undefined) {
    const { dirname } = await import('path')
    const { fileURLToPath } = await import('url')
    const folder = dirname(dirname(fileURLToPath(import.meta.url)))
    process.stderr.write(
      `sfsync needs Node.js 22.14 or newer (but not 23.0 to 23.5); this is Node.js ${process.versions.node}. Install a newer version from https://nodejs.org, or give sfsync one of its own: npm install --no-save --prefix "${folder}" node@24\n`,
    )
    process.exitCode = 1
    return
  }
  const { spawn } = await import('child_process')
  const { constants } = await import('os')
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' })
  // The terminal sends Ctrl-C to both processes; the child alone decides what it means.
  process.on('SIGINT', () => {})
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    process.exitCode = code === null ? 128 + constants.signals[signal] : code
  })
}

/** The Node.js that the npm package "node" brought, beside sfsync or among its development dependencies. */
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
