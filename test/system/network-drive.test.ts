import { expect, test } from 'vitest'
import { driveFacts, networkKind } from '../../src/system/network-drive.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const fuse = 0x65_73_55_46
const mounts = `/dev/vda1 / ext4 rw 0 0
ada@host:/home/ada /mnt/far fuse.sshfs rw 0 0
/dev/sdb1 /mnt/far/near fuseblk rw 0 0
host:/x /mnt/two\\040words fuse.glusterfs rw 0 0
gvfsd-fuse /run/user/1000/gvfs fuse.gvfsd-fuse rw 0 0
share /host virtiofs rw 0 0
`

test.each([
  ['linux', '/mnt/a/ledger.sqlite', 0x69_69, 'NFS'],
  ['linux', '/mnt/a/ledger.sqlite', 0xff_53_4d_42 | 0, 'CIFS'],
  ['linux', '/mnt/a/ledger.sqlite', 0xfe_53_4d_42, 'SMB'],
  ['linux', '/mnt/c/ledger.sqlite', 0x01_02_19_97, '9P'],
  ['linux', '/home/ada/ledger.sqlite', 0xef_53, undefined],
  ['linux', '/home/ada/ledger.sqlite', undefined, undefined],
  ['linux', '/mnt/far/ledger.sqlite', fuse, 'sshfs'],
  ['linux', '/mnt/far', fuse, 'sshfs'],
  ['linux', '/mnt/farther/ledger.sqlite', fuse, undefined],
  ['linux', '/mnt/far/near/ledger.sqlite', fuse, undefined],
  ['linux', '/mnt/two words/ledger.sqlite', fuse, 'glusterfs'],
  ['linux', '/host/ledger.sqlite', fuse, 'virtiofs'],
  ['win32', '\\\\server\\share\\ledger.sqlite', undefined, 'a Windows share'],
  ['win32', 'C:\\data\\ledger.sqlite', undefined, undefined],
  ['win32', '\\\\?\\C:\\data\\ledger.sqlite', undefined, undefined],
])('on %s, %s on a file system of type %s is on %s', (platform, path, type, expected) => {
  expect(networkKind({ platform, path, type, mounts })).toBe(expected)
})

const onMac = `/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//ada@host/share on /Volumes/share (smbfs, nodev, nosuid, mounted by ada)
//ada@host/x on /Volumes/a share (of two) (smbfs, nodev, nosuid, mounted by ada)
host:/export on /Volumes/home on host (nfs, asynchronous)
/dev/disk5s1 on /Volumes/share/local (exfat, local)
map auto_home on /System/Volumes/Data/home (autofs, automounted, nobrowse)
`

test.each([
  ['/Volumes/share/ledger.sqlite', 'SMB'],
  ['/Volumes/share/local/ledger.sqlite', undefined],
  ['/Volumes/a share (of two)/ledger.sqlite', 'SMB'],
  ['/Volumes/home on host/ledger.sqlite', 'NFS'],
  ['/Volumes/shared/ledger.sqlite', undefined],
  ['/Users/ada/ledger.sqlite', undefined],
])('on a Mac, %s is on %s', (path, expected) => {
  expect(networkKind({ platform: 'darwin', path, type: 0x69_69, mounts: onMac })).toBe(expected)
})

test('where there is no table of mounts, a file system made by a program is not taken for a network', () => {
  const facts = { platform: 'linux', path: '/mnt/far/x', type: fuse, mounts: undefined }
  expect(networkKind(facts)).toBe(undefined)
})

test('the folder of this test is on a local disk, as this system says', async () => {
  const facts = await driveFacts(temporaryFolder())
  expect(networkKind(facts)).toBe(undefined)
  if (process.platform === 'linux') expect(facts.mounts).toMatch(/^\S+ \/ \S+ /m)
})
