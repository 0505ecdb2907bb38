import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { supportClient } from '../../testkit/clients/support-client.ts';
import type { DeskProcess } from '../../testkit/desks/desk-process.ts';

const CLIENT = join(import.meta.dirname, 'client.ts');

/**
 * Starts the customers of `desk`, who note every answered id in `file`; yields how many answers there
 * are so far and how many calls went unanswered.
 */
export async function* customers(
  desk: DeskProcess,
  file: string,
  errors: number,
): AsyncGenerator<string> {
  const support = supportClient(desk);
  const org = await support.createOrg('Chaos');
  const { secret } = await support.mintKey(org.id, ['meetings:read']);
  const args = [CLIENT, desk.apiUrl, secret, file, String(errors)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let whole = false;
  try {
    yield* createInterface({ input: child.stdout });
    whole = true;
  } finally {
    if (!whole) child.kill();
  }
  if ((await ended) !== 0 || !existsSync(file)) throw new Error('the customers gave up');
}

/** The ids that customers have noted. */
export function idsIn(file: string): Set<string> {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return new Set(lines.map((line) => line.slice(0, 20)));
}
