import { join } from 'node:path';
import { supportClient } from '../clients/support-client.ts';
import { type DeskProcess, startDesk } from '../desks/desk-process.ts';
import { poll } from '../poll.ts';
import { steadyTraffic } from './steady-traffic.ts';

const FAULT = join(import.meta.dirname, 'data-source-fault.ts');
const CUSTOMERS = [
  'Fernhill Labs',
  'Alder & Sons',
  'Quince',
  'Harbour Clinic',
  'Nordlicht',
  'Ostra',
];
const PER_SECOND = 20;

/** A real desk with customers who call it, whose data source can be made to fail. */
export interface Stage {
  readonly desk: DeskProcess;
  /** The names of the customers. */
  readonly customers: readonly string[];
  /** Breaks the data source, or mends it. */
  toggle(): void;
  stop(): Promise<void>;
}

/** Starts desk and traffic, and waits until the engine has judged so many seconds without trouble. */
export async function calmStage(
  calmS: number,
  env: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const desk = await startDesk({
    env: {
      NODE_OPTIONS: `--import=${FAULT}`,
      LOG_LEVEL: 'error',
      RATE_LIMIT_BURST: '100000',
      RATE_LIMIT_PER_MINUTE: '1000000',
      ...env,
    },
  });
  const support = supportClient(desk);
  const secrets: string[] = [];
  for (const name of CUSTOMERS) {
    const { id } = await support.createOrg(name);
    secrets.push((await support.mintKey(id, ['meetings:read'])).secret);
  }
  const traffic = steadyTraffic(desk.apiUrl, secrets, PER_SECOND);
  const calmFrom = Date.now();
  await poll(
    'the engine to have seen traffic without errors',
    async () => {
      const { judged_to } = (await support.firing()).engine;
      return Date.parse(judged_to ?? '') >= calmFrom + calmS * 1000 || undefined;
    },
    { everyMs: 250, timeoutMs: (calmS + 60) * 1000 },
  );
  return {
    desk,
    customers: CUSTOMERS,
    toggle: () => void process.kill(desk.pid, 'SIGUSR2'),
    async stop() {
      await traffic.stop();
      await desk.stop();
    },
  };
}
