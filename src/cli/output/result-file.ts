import type { AppContext } from '../../app/context.ts'
import { refuseLedgerFile } from '../../app/output-files.ts'
import { SfsyncError } from '../../core/errors.ts'
import { isWorkbookName } from '../../sheet/write-sheet.ts'
import { plain, type Surface } from './paint.ts'

/** A file that takes the result of a command in place of standard output: whole, or not at all. */
export class ResultFile {
  readonly surface: Surface
  readonly #file: string
  readonly #dependencies: AppContext['dependencies']
  readonly #stream = new TransformStream<string | Uint8Array, string | Uint8Array>()
  readonly #writer = this.#stream.writable.getWriter()
  #written: Promise<void> | undefined

  constructor(file: string, dependencies: AppContext['dependencies']) {
    this.#file = file
    this.#dependencies = dependencies
    this.surface = {
      isTerminal: false,
      width: 80,
      paint: plain,
      write: async (piece) => await this.#write(piece),
      now: () => dependencies.now(),
    }
  }

  /** Throws where the file exists already, belongs to the ledger or cannot be made. */
  async prepare(context: AppContext): Promise<void> {
    await refuseLedgerFile(context, this.#file)
    await this.#dependencies.requireRoom(this.#file)
    if ((await this.#dependencies.describeFile(this.#file))?.isFile === true)
      throw new SfsyncError('usage', `${this.#file} already exists; it was not overwritten`, {
        actions: ['name another file with --output, or remove this one first'],
      })
  }

  /** Puts the file in its place. */
  async finish(): Promise<void> {
    const written = this.#start()
    await this.#writer.close()
    await written
  }

  /** Leaves nothing behind. */
  async discard(): Promise<void> {
    await this.#writer.abort(new Error('discarded')).catch(() => undefined)
    await this.#written?.catch(() => undefined)
  }

  async #write(piece: string | Uint8Array): Promise<void> {
    if (typeof piece === 'string' && isWorkbookName(this.#file))
      throw new SfsyncError('usage', `this command prints text, so ${this.#file} would be no workbook`, {
        actions: [
          'name a file that does not end in .xlsx, or leave out --output',
          'if the command changes the ledger, look at sfsync history first: its changes are saved',
        ],
      })
    const written = this.#start()
    // Where the file cannot be written, nothing takes the pieces any more.
    await Promise.race([this.#writer.write(piece), written.then(() => undefined)])
  }

  #start(): Promise<void> {
    this.#written ??= this.#dependencies.writeFile(this.#file, this.#stream.readable)
    return this.#written
  }
}
