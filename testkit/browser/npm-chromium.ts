import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CACHE = join(import.meta.dirname, '../../node_modules/.cache/request-desk');

/** A browser that needs nothing from the machine but the C library. */
export interface UnpackedChromium {
  readonly executablePath: string;
  /** Where the libraries (nss, nspr, expat) and fonts are that a bare machine lacks. */
  readonly env: Readonly<Record<string, string>>;
}

/** Unpacks, once per version, the Chromium that the package `@sparticuz/chromium` carries. */
export async function unpackNpmChromium(): Promise<UnpackedChromium> {
  const entry = import.meta.resolve('@sparticuz/chromium');
  const manifest = readFileSync(new URL('../package.json', entry), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const home = join(CACHE, `chromium-${version}`);
  if (!existsSync(home)) await unpack(entry, home);
  return {
    executablePath: join(home, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(home, 'al2023/lib'),
      FONTCONFIG_FILE: join(home, 'fonts.conf'),
    },
  };
}

/**
 * The package unpacks into the temporary directory; a child process gets one of its own, which is
 * renamed into place when complete, so that two test runs never share half a browser.
 */
async function unpack(entry: string, home: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const staging = await mkdtemp(join(CACHE, 'unpacking-'));
  try {
    const code = `const { default: chromium } = await import(${JSON.stringify(entry)});
      await chromium.executablePath();`;
    await run(process.execPath, ['--input-type=module', '--eval', code], {
      // Naming this platform makes the package unpack its libraries as well.
      env: { ...process.env, TMPDIR: staging, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' },
    });
    await writeFile(join(staging, 'fonts.conf'), fontsConf(home));
    await rename(staging, home).catch((error: unknown) => {
      if (!existsSync(home)) throw error; // Another process was faster: its copy is as good.
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

function fontsConf(home: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${home}/fonts/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${home}/fonts-cache</cachedir>
</fontconfig>
`;
}
