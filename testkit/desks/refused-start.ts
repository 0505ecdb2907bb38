import { execFile } from 'node:child_process';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../server/src/main.ts');
const LONGEST_MS = 60_000;

/** How a process ended that was started. */
export interface EndedStart {
  /** Undefined when it went on and had to be ended. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the real process on `dataDir` with nothing but `env`, until it ends by itself. */
export function startThatEnds(
  dataDir: string,
  env: Readonly<Record<string, string>>,
): Promise<EndedStart> {
  const ports = { API_PORT: '0', OTLP_PORT: '0', CONSOLE_PORT: '0', ALERTS_PORT: '0' };
  const { PATH = '', HOME = '', NODE_COMPILE_CACHE = '' } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [MAIN],
      {
        env: { PATH, HOME, NODE_COMPILE_CACHE, ...ports, DATA_DIR: dataDir, ...env },
        timeout: LONGEST_MS,
      },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : typeof error.code === 'number' ? error.code : undefined;
        resolve({ code, stdout, stderr });
      },
    );
  });
}
