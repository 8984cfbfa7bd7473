type Environment = Readonly<Record<string, string | undefined>>

// By the variable with which each terminal that has links makes itself known.
const terminalsWithLinks: ReadonlySet<string> = new Set(['iTerm.app', 'WezTerm', 'vscode', 'ghostty'])
const typesWithLinks: ReadonlySet<string> = new Set(['xterm-kitty', 'xterm-ghostty', 'alacritty', 'foot'])
// VTE, below GNOME Terminal and others, has them since 0.50.
const firstVte = 5000

/** Whether a terminal is known to have links (OSC 8). FORCE_HYPERLINK decides where it is set. */
export function supportsLinks(environment: Environment): boolean {
  const {
    FORCE_HYPERLINK,
    TERM_PROGRAM = '',
    TERM = '',
    VTE_VERSION,
    WT_SESSION,
    KONSOLE_VERSION,
  } = environment
  if (FORCE_HYPERLINK !== undefined) return FORCE_HYPERLINK !== '0' && FORCE_HYPERLINK !== ''
  // What runs inside a terminal, and may not pass links on, has a type of its own.
  if (/^(?:dumb|linux|screen|tmux)/.test(TERM) || TERM_PROGRAM === 'tmux') return false
  return (
    terminalsWithLinks.has(TERM_PROGRAM) ||
    typesWithLinks.has(TERM) ||
    Number(VTE_VERSION ?? 0) >= firstVte ||
    WT_SESSION !== undefined ||
    KONSOLE_VERSION !== undefined
  )
}

const start = '\u001b]8;;'
const end = '\u0007'

/** A text that opens an address; it takes as much room as the text alone. */
export function linked(text: string, address: string): string {
  return `${start}${address}${end}${text}${start}${end}`
}

/** A text without links, for programs that may not know them. */
export function withoutLinks(text: string): string {
  return text
    .split(start)
    .map((part, at) => (at === 0 ? part : part.slice(part.indexOf(end) + end.length)))
    .join('')
}
