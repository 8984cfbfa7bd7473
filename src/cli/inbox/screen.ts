/** How much fits on a terminal. */
export interface Size {
  readonly columns: number
  readonly rows: number
}

/** One key that was pressed, or a text that was pasted. */
export interface Key {
  /** `enter`, `escape`, `up`, `ctrl-c` and so on; `text` for whatever is written, `paste` for what came at once, `resized` for a new size. */
  readonly name: string
  readonly text: string
}

/** A whole terminal that is drawn on and gives its keys; what stood there before comes back at the end. */
export interface Screen {
  readonly size: Size
  /** Shows these lines and nothing else; lines and their number must fit. */
  draw(lines: readonly string[]): Promise<void>
  /** The next key; throws why the program is to end. */
  key(): Promise<Key>
  /** Forgets keys that were pressed before the present lines stood there. */
  forget(): void
  close(): Promise<void>
}
