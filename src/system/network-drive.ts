import { readFile, realpath, statfs } from 'node:fs/promises'
import { promisify } from 'node:util'

/** What the system says about the drive of a file. */
export interface DriveFacts {
  readonly platform: string
  /** The real path of the file or of the folder that is nearest to it. */
  readonly path: string
  /** The number of its file system, as statfs(2) gives it; undefined where that is unknown. */
  readonly type: number | undefined
  /** What is mounted where: /proc/mounts, or what mount(8) prints on a Mac; undefined where that is unknown. */
  readonly mounts: string | undefined
}

// Source: statfs(2), and the magic numbers of the Linux kernel.
const networkNumbers = new Map([
  [0x69_69, 'NFS'],
  [0xff_53_4d_42, 'CIFS'],
  [0xfe_53_4d_42, 'SMB'],
  [0x51_7b, 'SMB'],
  [0x01_02_19_97, '9P'],
  [0x53_46_41_4f, 'AFS'],
  [0x00_c3_64_00, 'Ceph'],
  [0x0b_d0_0b_d0, 'Lustre'],
  [0x47_50_46_53, 'GPFS'],
  [0x74_61_63_6f, 'OCFS2'],
  [0x01_16_19_70, 'GFS2'],
  [0x78_6f_42_56, 'VirtualBox'],
])

// File systems made by programs have one number for all; the table of mounts tells local ones from those of other machines.
const fuse = 0x65_73_55_46
const networkPrograms =
  /^fuse\.(?:sshfs|rclone|s3fs|gcsfuse|glusterfs|ceph-fuse|davfs|curlftpfs|smbnetfs|goofys)$|^virtiofs$/

// Source: the file systems in /System/Library/Filesystems, where statfs(2) numbers them anew in each version.
const macKinds = new Map([
  ['nfs', 'NFS'],
  ['smbfs', 'SMB'],
  ['afpfs', 'AFP'],
  ['webdav', 'WebDAV'],
  ['ftp', 'FTP'],
])

/** The kind of network file system that these facts are about; undefined on a local one, or where that is unknown. */
export function networkKind({ platform, path, type, mounts }: DriveFacts): string | undefined {
  // The real path of a drive with a letter that stands for a share is that of the share.
  if (platform === 'win32') return /^(?:\\\\|\/\/)(?![?.])/.test(path) ? 'a Windows share' : undefined
  if (platform === 'darwin') return macKinds.get(mountedAt(path, macMounts(mounts ?? '')) ?? '')
  // Some systems give the number with a sign.
  const number = type === undefined ? undefined : type >>> 0
  if (platform !== 'linux' || number === undefined) return undefined
  const known = networkNumbers.get(number)
  if (known !== undefined || number !== fuse) return known
  const mounted = mountedAt(path, linuxMounts(mounts ?? ''))
  return mounted !== undefined && networkPrograms.test(mounted) ? mounted.replace(/^fuse\./, '') : undefined
}

type Mount = readonly [place: string, type: string]

// Source: proc(5); blanks and other characters are written as octal numbers.
function linuxMounts(text: string): Mount[] {
  return text.split('\n').map((line) => {
    const [, place = '', type = ''] = line.split(' ')
    const written = place.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
      String.fromCodePoint(Number.parseInt(octal, 8)),
    )
    return [written, type]
  })
}

// Source: mount(8) of macOS: "//ada@host/share on /Volumes/share (smbfs, nodev, nosuid)".
function macMounts(text: string): Mount[] {
  return [...text.matchAll(/^.*? on (\/.*) \((\w+)[,)]/gm)].map(([, place = '', type = '']) => [place, type])
}

// The type of the mount whose place is the longest beginning of the path.
function mountedAt(path: string, mounts: readonly Mount[]): string | undefined {
  let [longest, found]: [string, string | undefined] = ['', undefined]
  for (const [place, type] of mounts) {
    const holds = path === place || path.startsWith(place.endsWith('/') ? place : `${place}/`)
    // The last of several mounts at one place is the one that is seen.
    if (place !== '' && holds && place.length >= longest.length) [longest, found] = [place, type]
  }
  return found
}

/** What this system says about the drive of a file that exists. */
export async function driveFacts(path: string): Promise<DriveFacts> {
  const real = await realpath(path).catch(() => path)
  const stats = await statfs(real).catch(() => undefined)
  const mounts = await mountsText().catch(() => undefined)
  return { platform: process.platform, path: real, type: stats?.type, mounts }
}

async function mountsText(): Promise<string> {
  if (process.platform !== 'darwin') return await readFile('/proc/mounts', 'utf8')
  const { execFile } = await import('node:child_process')
  return (await promisify(execFile)('/sbin/mount', { timeout: 5000 })).stdout
}
