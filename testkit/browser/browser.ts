import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';
import { unpackNpmChromium } from './npm-chromium.ts';

const run = promisify(execFile);

const SYSTEM = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Nothing may leave the machine while tests run, and nothing may pop up. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--metrics-recording-only',
  '--no-pings',
  '--no-default-browser-check',
  '--no-first-run',
  '--font-render-hinting=none',
];

interface Found {
  readonly executablePath: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts the browser that `findBrowser` chose; the caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await findBrowser();
  return await chromium.launch({
    executablePath,
    args: QUIET,
    env: env ? { ...process.env, ...env } : process.env,
  });
}

/**
 * CHROMIUM_PATH, else a Chromium or Chrome of this system, else the one that npm installed.
 * Throws when CHROMIUM_PATH names no file.
 */
export async function findBrowser(
  chosen = process.env.CHROMIUM_PATH,
  system: readonly string[] = SYSTEM,
): Promise<Found> {
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`CHROMIUM_PATH: there is no file ${chosen}`);
    return { executablePath: chosen };
  }
  for (const path of system) {
    // Asked for its version, because some systems have a stub there that only says how to install.
    if (existsSync(path) && (await answers(path))) return { executablePath: path };
  }
  return await unpackNpmChromium();
}

function answers(path: string): Promise<boolean> {
  return run(path, ['--version'], { timeout: 10_000 }).then(
    () => true,
    () => false,
  );
}
