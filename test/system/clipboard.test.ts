import { describe, expect, test } from 'vitest'
import { clipboardPrograms } from '../../src/system/clipboard.ts'

describe('the clipboard', () => {
  test.each<[string, string, Readonly<Record<string, string>>, readonly (readonly string[])[]]>([
    ['macOS', 'darwin', {}, [['pbcopy']]],
    ['Windows', 'win32', {}, [['clip.exe']]],
    [
      'Wayland, X11 second',
      'linux',
      { WAYLAND_DISPLAY: 'wayland-0', DISPLAY: ':0' },
      [['wl-copy'], ['xclip', '-selection', 'clipboard']],
    ],
    ['X11', 'freebsd', { DISPLAY: ':0' }, [['xclip', '-selection', 'clipboard']]],
    ['Linux on Windows', 'linux', { WSL_DISTRO_NAME: 'Ubuntu' }, [['clip.exe']]],
    ['no desktop', 'linux', { DISPLAY: '' }, []],
  ])('of %s', (_, platform, environment, programs) => {
    expect(clipboardPrograms({ platform, environment })).toEqual(programs)
  })
})
