import { SaxesParser } from 'saxes'
import { SfsyncError } from '../../core/errors.ts'
import type { Damaged } from './archive.ts'

/** The attributes of an element, by the names that are written in the file. */
export type Attributes = Readonly<Record<string, string>>

/** What is done with the content of a part, in its order; names are without their prefixes. */
export interface XmlHandler {
  open(name: string, attributes: Attributes): void
  close?(name: string): void
  text?(text: string): void
}

// No cell is nearly as long: Excel holds 32,767 characters.
const longestPiece = 4_000_000
const deepest = 200

/**
 * Reads a part of a workbook; yields after each piece, so that what the handler has gathered can be taken. Throws
 * what `damaged` makes for what is not XML, and for a document type: entities could name other files, or grow without end.
 */
export async function* readXml(
  pieces: AsyncIterable<Buffer>,
  handler: XmlHandler,
  damaged: Damaged,
): AsyncGenerator<void> {
  const parser = new SaxesParser<{ position: false; xmlns: false }>({ position: false, xmlns: false })
  const names = new Map<string, string>()
  let depth = 0
  let silent = 0
  const localName = (name: string) => {
    let known = names.get(name)
    if (known === undefined) names.set(name, (known = name.slice(name.indexOf(':') + 1)))
    return known
  }
  parser.on('doctype', () => {
    throw damaged('it has a document type, which spreadsheets never write')
  })
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !/^(?:utf-?(?:8|16)|us-ascii)$/i.test(encoding))
      throw damaged(`it is written in ${encoding} rather than UTF-8`)
  })
  parser.on('opentag', ({ name, attributes }) => {
    silent = 0
    depth += 1
    if (depth > deepest) throw damaged('its elements are nested without end')
    handler.open(localName(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    silent = 0
    depth -= 1
    handler.close?.(localName(name))
  })
  if (handler.text !== undefined) {
    const text = handler.text.bind(handler)
    parser.on('text', text)
    parser.on('cdata', text)
  }
  try {
    for await (const piece of texts(pieces)) {
      parser.write(piece)
      silent += piece.length
      if (silent > longestPiece) throw damaged('one cell of it is far too long')
      yield
    }
    parser.close()
  } catch (error) {
    throw error instanceof SfsyncError ? error : damaged('a part of it is not XML')
  }
  yield
}

/** Reads a whole small part. */
export async function readSmallXml(
  pieces: AsyncIterable<Buffer>,
  handler: XmlHandler,
  damaged: Damaged,
): Promise<void> {
  for await (const _ of readXml(pieces, handler, damaged));
}

async function* texts(pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined
  for await (const piece of pieces) {
    decoder ??= new TextDecoder(encodingOf(piece), { fatal: true })
    yield decoder.decode(piece, { stream: true })
  }
  yield decoder?.decode() ?? ''
}

function encodingOf([first, second]: Buffer): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}
