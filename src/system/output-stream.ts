import { fstatSync, writeSync } from 'node:fs'
import { OutputClosed, type OutputStream } from '../app/ports.ts'
import { SfsyncError } from '../core/errors.ts'

type ProcessStream = NodeJS.WriteStream & { readonly fd: 1 | 2 }

/**
 * One of the process's streams as the command line sees it. A result that cannot be written is a failure, unless nothing
 * reads it any more; a message that cannot be written is lost, and the work goes on. `change` is applied to each text.
 */
export function outputStream(stream: ProcessStream, change: (text: string) => string): OutputStream {
  // Without a listener a closed pipe would end the process with a stack trace.
  stream.on('error', () => undefined)
  const send = isFile(stream.fd) ? intoFile(stream.fd) : intoPipe(stream)
  return {
    isTerminal: stream.isTTY,
    // A terminal without a size reports 0 columns.
    width: stream.columns || 80,
    ...(stream.isTTY && stream.rows > 0 ? { height: stream.rows } : {}),
    write: async (piece) => {
      const error = await send(typeof piece === 'string' ? change(piece) : piece)
      if (error !== undefined && stream.fd === 1) throw outputFailure(error)
    },
  }
}

type Send = (piece: string | Uint8Array) => Promise<Error | undefined>

function intoPipe(stream: ProcessStream): Send {
  return async (piece) =>
    await new Promise((resolve) => {
      stream.write(piece, (error) => resolve(error ?? undefined))
    })
}

// Node.js writes once, and a nearly full disk may take only the first bytes of it.
function intoFile(fd: number): Send {
  return async (piece) => {
    await Promise.resolve()
    const bytes = Buffer.from(piece)
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(fd, bytes, written)
      return undefined
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }
}

// Devices such as /dev/full, too; a terminal is neither.
function isFile(fd: 1 | 2): boolean {
  try {
    const found = fstatSync(fd)
    const isTerminal = (fd === 1 ? process.stdout : process.stderr).isTTY
    return !isTerminal && (found.isFile() || found.isCharacterDevice())
  } catch {
    // The stream was closed before the program began.
    return false
  }
}

function outputFailure(cause: Error): Error {
  const code = 'code' in cause ? String(cause.code) : cause.message
  // EOF is what Windows calls a closed pipe.
  if (code === 'EPIPE' || code === 'EOF') return new OutputClosed()
  const isFull = ['ENOSPC', 'EDQUOT'].includes(code)
  const reason = isFull ? 'the disk is full' : code === 'EFBIG' ? 'the file is too large' : code
  return new SfsyncError(
    isFull ? 'disk-full' : 'failure',
    `cannot write to standard output: ${reason}; the output is incomplete`,
    {
      actions: [
        isFull ? 'free some space, then run the command again' : 'send the output somewhere else',
        'if the command changes the ledger, look at sfsync history first: its changes may be saved',
      ],
      cause,
    },
  )
}
