import { feedProgram } from './run-program.ts'

/** Where the clipboard is. */
interface Desktop {
  readonly platform: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Puts a text on the system's clipboard; false where there is none, or no program for it. */
export async function copyToClipboard(text: string, desktop: Desktop): Promise<boolean> {
  for (const [program, ...words] of clipboardPrograms(desktop))
    if (await feedProgram([program, ...words], bytesFor(program, text), utf8)) return true
  return false
}

/** The programs that put their standard input on the clipboard of this desktop, best first. */
export function clipboardPrograms({ platform, environment }: Desktop): (readonly [string, ...string[]])[] {
  const isSet = (name: string) => (environment[name] ?? '') !== ''
  if (platform === 'darwin') return [['pbcopy']]
  if (platform === 'win32') return [['clip.exe']]
  return [
    ...(isSet('WAYLAND_DISPLAY') ? [['wl-copy'] as const] : []),
    ...(isSet('DISPLAY') ? [['xclip', '-selection', 'clipboard'] as const] : []),
    ...(isSet('WSL_DISTRO_NAME') ? [['clip.exe'] as const] : []),
  ]
}

// pbcopy reads in the character set of the locale, which programs started from a desktop may lack.
const utf8 = { LC_CTYPE: 'UTF-8' }

// clip.exe takes bytes without a mark for text in the old code page of the console.
function bytesFor(program: string, text: string): Uint8Array {
  return Buffer.from(
    program === 'clip.exe' ? `\uFEFF${text}` : text,
    program === 'clip.exe' ? 'utf16le' : 'utf8',
  )
}
