import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { z } from 'zod';
import { controlPlaneRows, makeControlPlane, readControlPlane } from './control-plane.ts';
import { type LeftBehind, leftBehind } from './left-behind.ts';

const DIRECTORY = join(import.meta.dirname, 'fixture');
/** Telemetry store and spool as the release left them, in a tar file. */
const ARCHIVE = join(DIRECTORY, 'data.tar.br');
/** What is in it, and the rows of its control plane: an empty Postgres alone takes a megabyte. */
const CONTENTS = join(DIRECTORY, 'contents.json');
const STORED = ['clickhouse', 'spool'];

const contents = z.object({ left: leftBehind, controlPlane: controlPlaneRows });

/** Writes the fixture from the DATA_DIR of a release that has ended. */
export async function writeFixture(dataDir: string, left: LeftBehind): Promise<void> {
  const controlPlane = await readControlPlane(join(dataDir, 'postgres'));
  mkdirSync(DIRECTORY, { recursive: true });
  writeFileSync(CONTENTS, `${JSON.stringify({ left, controlPlane })}\n`);
  const tar = execFileSync('tar', ['--create', '--sort=name', '--directory', dataDir, ...STORED], {
    maxBuffer: 2 ** 30,
  });
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: tar.length,
  };
  writeFileSync(ARCHIVE, brotliCompressSync(tar, { params }));
}

/** Makes `dataDir`, which is not there yet, as the release left it. Returns what was in it. */
export async function unpackFixture(dataDir: string): Promise<LeftBehind> {
  if (existsSync(dataDir)) throw new Error(`${dataDir} is there already`);
  const { left, controlPlane } = contents.parse(JSON.parse(readFileSync(CONTENTS, 'utf8')));
  mkdirSync(dataDir, { recursive: true });
  const input = brotliDecompressSync(readFileSync(ARCHIVE));
  execFileSync('tar', ['--extract', '--directory', dataDir], { input });
  await makeControlPlane(join(dataDir, 'postgres'), controlPlane);
  return left;
}
