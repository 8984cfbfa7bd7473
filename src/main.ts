import { prepareWidths, wrapped } from './cli/output/text.ts'
import { isatty } from 'node:tty'
import { exitCodes } from './app/exit-codes.ts'
import { interruptible } from './app/interrupts.ts'
import type { Dependencies } from './app/ports.ts'
import { run } from './cli/run.ts'
import { SfsyncError } from './core/errors.ts'
import { isPostgres } from './core/store-address.ts'
import { dataFolder, loadConfiguration } from './config/load.ts'
import { passwordFor, storePasswords } from './config/secrets/store-password.ts'
import { KnownSecrets } from './config/secrets/known-secrets.ts'
import { accountName, homeFolder } from './system/home.ts'
import { isRunning } from './system/running.ts'
import { outputStream } from './system/output-stream.ts'
import { salesScreenDependencies } from './system/salesscreen.ts'
import { asciiSymbols, hasUnicode, showAsciiSymbols } from './system/symbols.ts'
import { signInDependencies } from './system/sign-in.ts'

/** Set by the build from package.json. */
declare const SFSYNC_VERSION: string

const files = async () => await import('./system/files.ts')

/** The real dependencies of the command line; each loads when a command first uses it. */
function realParts(interrupted: AbortSignal): Dependencies {
  const secrets = new KnownSecrets()
  const redact = (text: string) => secrets.redact(text)
  const home = homeFolder(process.env)
  const input = async (file: string) => {
    const { createReadStream } = await import('node:fs')
    if (file === '-' && isatty(0) && isatty(2))
      process.stderr.write('Type or paste the rows, then press Ctrl-D at the beginning of a line.\n')
    const bytes = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 1 << 18 })
    return { name: file === '-' ? 'standard input' : file, bytes: interruptible(bytes, interrupted) }
  }
  const learn = (secret: string) => secrets.learn(secret)
  for (const secret of storePasswords(process.env)) learn(secret)
  const ownData = dataFolder(process.env, home, process.platform)
  // What SQLite keeps beside its file, a ledger on a server keeps on this machine, in a folder that only what writes there needs.
  const besideStore = async (store: string) => {
    if (!isPostgres(store)) return store
    const { makePlaceBeside, placeBeside } = await import('./ledger/postgres/open.ts')
    const place = placeBeside(store, ownData)
    makePlaceBeside(place)
    return place
  }
  return {
    ...signInDependencies({
      environment: process.env,
      home,
      platform: process.platform,
      interrupted,
      learn,
    }),
    ...salesScreenDependencies({ environment: process.env, interrupted, learn, besideStore }),
    version: SFSYNC_VERSION,
    environment: process.env,
    platform: process.platform,
    home,
    nodeVersion: process.versions.node,
    // Results are data: a name that looks like a secret must arrive as it is.
    stdout: outputStream(process.stdout, (text) => text),
    stderr: outputStream(process.stderr, redact),
    redact,
    // Asking process.stdin itself would open it and load the file system's streams.
    stdinIsTerminal: isatty(0),
    interrupted,
    processId: process.pid,
    isRunning,
    get account() {
      return accountName(process.env)
    },
    now: () => new Date(),
    newId: () => randomId(),
    loadConfiguration: async (flags, whereUnusable) =>
      await loadConfiguration(
        flags,
        { environment: process.env, folder: process.cwd(), home, platform: process.platform },
        whereUnusable,
      ),
    editConfiguration: async (file, name, value, profile) => {
      const { editRcFile } = await import('./config/edit-rc-file.ts')
      await editRcFile(file, name, value, profile)
    },
    saveStorePassword: async (store, password, secretStore) => {
      const { savePassword } = await import('./config/secrets/saved-password.ts')
      return await savePassword(password, secretStore, {
        store,
        environment: process.env,
        dataFolder: ownData,
      })
    },
    removeStorePassword: async (store) => {
      const { removePassword } = await import('./config/secrets/saved-password.ts')
      return await removePassword({ store, environment: process.env, dataFolder: ownData })
    },
    openLedger: async (path, options = {}) => {
      if (isPostgres(path)) {
        const { openPostgresLedger, placeBeside } = await import('./ledger/postgres/open.ts')
        const { password, signIn } = await passwordFor(path, {
          environment: process.env,
          home,
          dataFolder: ownData,
        })
        if (password !== undefined) learn(password)
        return await openPostgresLedger(path, {
          ...options,
          beside: placeBeside(path, ownData),
          password,
          signIn,
        })
      }
      const { openSqliteLedger } = await import('./ledger/sqlite/open.ts')
      return await openSqliteLedger(path, options)
    },
    inspectLedger: async (path) => (await import('./ledger/sqlite/restore.ts')).inspectLedger(path),
    prepareRestore: async (path, backup) =>
      (await import('./ledger/sqlite/restore.ts')).prepareRestore(path, backup),
    readLines: async (file) => (await import('./sheet/source.ts')).textLines(await input(file)),
    readReport: async ({ file, ...options }) => {
      await collectEarly()
      const { readReport } = await import('./salesforce/report/report.ts')
      return await readReport(await input(file), options)
    },
    openForEditing: async (file, request) => {
      const { openForEditing } = await import('./sheet/workbook/edit-xlsx.ts')
      const { sheetFileTexts } = await import('./sheet/read-sheet.ts')
      return await openForEditing({ ...(await input(file)), texts: sheetFileTexts }, request)
    },
    readSheet: async ({ file, ...options }) => {
      await collectEarly()
      const { readSheet } = await import('./sheet/read-sheet.ts')
      return await readSheet(await input(file), options)
    },
    writeFile: async (path, content) => await (await files()).writePrivately(path, content),
    requireRoom: async (path) => await (await files()).requireRoom(path, true),
    putInPlace: async (path, replace, make) => await (await files()).putInPlace(path, replace, make),
    realPath: async (path) => (isPostgres(path) ? path : await (await files()).realPath(path)),
    describeFile: async (path) => await (await files()).describeFile(path),
    listFolder: async (path) => await (await files()).listFolder(path),
    readHead: async (path, bytes) => await (await files()).readHead(path, bytes),
    problemWithPlace: async (path) => await (await files()).problemWithPlace(path),
    canLock: async (path) => (await import('./ledger/sqlite/lock.ts')).canLockBeside(path),
    networkFileSystemOf: async (path) => await (await files()).networkFileSystemOf(path),
    temporaryFolder: async () => await (await files()).temporaryFolder(),
    removeFolder: async (path) => await (await files()).removeFolder(path),
    openReader: async (request, options) => {
      await collectEarly()
      const { openReader } = await import('./salesforce/api/reader.ts')
      return openReader(request, options)
    },
    diagnoseConnection: async (request) => {
      const { diagnose } = await import('./salesforce/diagnose/diagnose.ts')
      return await diagnose(request)
    },
    whoAmI: async (request) => {
      const { whoAmI } = await import('./salesforce/api/who-am-i.ts')
      return await whoAmI(request)
    },
    openActivity: async (request, since) => {
      const { openActivityReader } = await import('./salesforce/api/activity.ts')
      return openActivityReader(request, since)
    },
    readConnectionUser: async (request, known) => {
      const { readConnectionUser } = await import('./salesforce/api/connection-user.ts')
      return await readConnectionUser(request, known)
    },
    readDemo: async () => {
      const { readDemo } = await import('./salesforce/demo/demo.ts')
      return readDemo()
    },
    demoActivity: async () => {
      const { demoActivity } = await import('./salesforce/demo/demo.ts')
      return demoActivity()
    },
    prompts: async (look) => {
      const { inquirerPrompts } = await import('./system/inquirer-prompts.ts')
      // Names to choose from may contain wide characters.
      await prepareWidths(['…'])
      return inquirerPrompts(interrupted, {
        ...look,
        wrapText: (text, columns) => wrapped(text, columns, ''),
      })
    },
    startPager: async (command) => {
      const { startPager } = await import('./system/pager.ts')
      const change = hasUnicode(process.env) ? (text: string) => text : asciiSymbols
      return await startPager(command, process.env, change)
    },
    openScreen: async () => {
      const { openScreen } = await import('./system/terminal-screen.ts')
      return await openScreen(outputStream(process.stderr, (text) => text).write, interrupted)
    },
    runSelf: async (words, environment) => {
      const { runSelf } = await import('./system/run-program.ts')
      return await runSelf(words, environment)
    },
    runProgram: async (words, environment) => {
      const { runProgram } = await import('./system/run-program.ts')
      return await runProgram(words, environment)
    },
    runShell: async (command, stdin) => {
      const { runShell } = await import('./system/run-program.ts')
      return await runShell(command, stdin)
    },
    openMemory: async (store, name) => {
      const { openMemory } = await import('./system/run-memory.ts')
      return await openMemory(await besideStore(store), name)
    },
    openBrowser: async (address) =>
      await (await import('./salesforce/sign-in/browser.ts')).openBrowser(address),
    copyToClipboard: async (text) => {
      const { copyToClipboard } = await import('./system/clipboard.ts')
      return await copyToClipboard(text, { platform: process.platform, environment: process.env })
    },
  }
}

// For work that goes through many short-lived rows: V8 collects them before they take several times the memory.
async function collectEarly(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8')
  setFlagsFromString('--semi-space-growth-factor=1')
}

// Crockford's alphabet without i, l, o and u: these IDs cannot be misread. 40 bits; the ledger refuses one used before.
function randomId(): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => alphabet[byte % 32]).join('')
}

/** Aborted by the first Ctrl-C, SIGTERM or SIGHUP; a second one ends the process at once, as it does any other. */
function interruption(): AbortSignal {
  const controller = new AbortController()
  const stop = (name: NodeJS.Signals) => {
    if (name === 'SIGTERM') interruptedCode = 143
    if (name === 'SIGHUP') interruptedCode = 129
    controller.abort(new SfsyncError('interrupted', 'interrupted; nothing was changed'))
    // Later: an open question needs its terminal to restore it, and must not be the only one that listens.
    setImmediate(() => {
      // The rest may never come.
      process.stdin.destroy()
      process.off('SIGINT', stop).off('SIGTERM', stop).off('SIGHUP', stop)
    })
  }
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop)
  return controller.signal
}

for (const stream of [process.stdout, process.stderr])
  if (stream.isTTY && !hasUnicode(process.env)) showAsciiSymbols(stream)

let interruptedCode: number = exitCodes.interrupted
// Where nothing is left to wait for, Node.js ends the process; that is not a success.
process.exitCode = exitCodes.interrupted
const exitCode = await run(process.argv.slice(2), realParts(interruption()))
process.exitCode = exitCode === exitCodes.interrupted ? interruptedCode : exitCode
