import { spawn } from 'node:child_process'

/** Opens an address in the browser of this desktop, without a shell; tells whether somebody took it. */
export async function openBrowser(url: string): Promise<boolean> {
  const [program, ...words] = opener(process.platform)
  return await new Promise((resolve) => {
    const child = spawn(program, [...words, url], { stdio: 'ignore', detached: true, windowsHide: true })
    child.once('error', () => resolve(false))
    child.once('spawn', () => {
      child.unref()
      resolve(true)
    })
  })
}

function opener(platform: string): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  return ['xdg-open']
}
