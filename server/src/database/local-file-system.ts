import { statfsSync } from 'node:fs';

/** Magic numbers of statfs(2) where locks do not hold between machines, or are nobody's promise. */
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

/** The kind of file system that a path is on, as statfs(2) tells it. */
export type FileSystemType = (path: string) => number;

export const fileSystemType: FileSystemType = (path) => statfsSync(path).type;

/** The name of the remote file system that `path` is on; undefined on a local one. */
export function remoteFileSystem(path: string, type: FileSystemType): string | undefined {
  return REMOTE.get(type(path) >>> 0);
}
