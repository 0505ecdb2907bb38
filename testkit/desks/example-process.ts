import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { poll } from '../poll.ts';

/** An example API as a process of its own. */
export interface ExampleProcess {
  readonly url: string;
  close(): Promise<void>;
}

/** Starts `examples/<name>` on a free port, with `env` alone, and waits until it listens. */
export async function startExample(
  name: string,
  env: Readonly<Record<string, string>>,
): Promise<ExampleProcess> {
  const { PATH = '' } = process.env;
  const main = join(import.meta.dirname, '../../examples', name, 'main.ts');
  const api = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH, PORT: '0', ...env },
  });
  let output = '';
  api.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const close = async () => {
    api.kill('SIGTERM');
    if (api.exitCode === null) await once(api, 'exit');
  };
  const url = await poll('the API', async () => /listens on (\S+)/.exec(output)?.[1], {
    timeoutMs: 60_000,
  }).catch(async (error: unknown) => {
    await close();
    throw error;
  });
  return { url, close };
}
