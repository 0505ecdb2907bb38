/** Type numbers of statfs(2) of file systems that are not, or not surely, this machine's own. */
const REMOTE: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9p'],
  [0x00c36400, 'Ceph'],
  [0x0bd00bd0, 'Lustre'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
]);

/**
 * The name of the remote file system with this type number of statfs(2), where locks do not hold
 * between machines and what was acknowledged may be lost; undefined of a local one.
 */
export function remoteFileSystem(type: number): string | undefined {
  // Some platforms report the 32 bits as a signed number.
  return REMOTE.get(type >>> 0);
}
