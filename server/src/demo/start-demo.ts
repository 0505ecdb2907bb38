import type { Spool } from '@request-desk/fastify/spool/spool';
import type { Profile } from '@request-desk/shared/profile';
import { storedMinutes } from '../clickhouse/queries/stored-minutes.ts';
import type { Engines } from '../engines.ts';
import type { Urls } from '../listen.ts';
import type { DemoSeed } from '../meetso/demo/demo-data.ts';
import type { FaultSwitch } from '../meetso/demo/fault-switch.ts';
import { runDemo } from '../meetso/demo/run-demo.ts';
import { seedDemo } from '../meetso/demo/seed-demo.ts';
import { ApiKeys } from '../meetso/directory/api-keys.ts';
import { Orgs } from '../meetso/directory/orgs.ts';
import { KEY_FORM } from '../meetso/key-form.ts';
import { Meetings } from '../meetso/meetings/meetings-repository.ts';
import { pastIncidents } from './past-incidents.ts';

export interface StartDemoOptions {
  readonly engines: Engines;
  readonly profile: Profile;
  readonly urls: Urls;
  readonly fault: FaultSwitch;
  readonly rate: number;
  readonly historyDays: number;
  readonly release: string;
  readonly print: (text: string) => void;
}

/** Makes the demo's organisations and starts its traffic; loaded with `--demo` alone. */
export async function startDemo(options: StartDemoOptions): Promise<{ stop(): Promise<void> }> {
  const { engines, profile, urls, ...rest } = options;
  return runDemo({
    ...rest,
    seed: await seeded(engines, rest.historyDays),
    onTrouble: pastIncidents(engines.database, profile),
    apiUrl: urls.api,
    consoleUrl: urls.signIn ?? urls.console,
    spool: spoolOf(engines),
    minutes: (past) => storedMinutes(engines.clickhouse, past),
  });
}

function seeded({ database }: Engines, historyDays: number): Promise<DemoSeed> {
  const [orgs, keys, meetings] = [
    new Orgs(database),
    new ApiKeys(database, KEY_FORM),
    new Meetings(database),
  ];
  return seedDemo({ orgs, keys, meetings }, new Date(), Math.random, historyDays);
}

function spoolOf({ spool }: Engines): Spool {
  if (spool === undefined) throw new Error('the demo needs the api role');
  return spool;
}
