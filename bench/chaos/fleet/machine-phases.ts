import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DAY_MS, HOUR_MS } from '@request-desk/shared/durations';
import { faketime } from '../../../testkit/desks/fake-clock.ts';
import { damage } from '../damage.ts';
import type { ProcessName } from './fleet.ts';
import { leaveOldSegment } from './old-spool.ts';
import type { Phase, Scene } from './phases.ts';

/** In it everything that was answered before is delivered. */
const DELIVERED_MS = 3_000;
const OLD_EVENTS = 20;

function noFault(name: string): Phase {
  return { name, run: ({ lastMs }) => pause(lastMs) };
}

function killed(
  name: string,
  processes: readonly ProcessName[],
  before?: (scene: Scene) => void,
): Phase {
  return {
    name,
    async run(scene) {
      await pause(scene.lastMs / 3);
      const killed = processes.map((one) => scene.fleet.processes[one]);
      await Promise.all(killed.map((one) => one.kill()));
      before?.(scene);
      await Promise.all(killed.map((one) => one.start()));
      await pause(scene.lastMs / 3);
    },
  };
}

function clock(name: string, process: ProcessName, ms: number): Phase {
  return {
    name,
    skip: () => (faketime === undefined ? 'no libfaketime here' : undefined),
    async run({ fleet, lastMs }) {
      const { clock } = fleet.processes[process];
      clock?.step(ms);
      await pause(lastMs);
      clock?.step(0);
    },
  };
}

function full(process: ProcessName): Phase {
  return {
    name: `disk of ${process} full`,
    skip: ({ disks }) => (disks.has(process) ? undefined : 'nothing may be mounted here'),
    async run({ fleet, lastMs }) {
      fleet.disks.get(process)?.fill();
      await pause(lastMs);
      fleet.disks.get(process)?.empty();
    },
  };
}

/** What is answered while it is being removed could be nowhere: so nobody calls at that moment. */
function removed(process: ProcessName): Phase {
  return {
    name: `spool directory of ${process} removed`,
    async run({ fleet, client, lastMs }) {
      client.tell({ do: 'pause' });
      await pause(DELIVERED_MS);
      const path = join(fleet.processes[process].dataDir, 'spool');
      // The process goes on writing into it.
      rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 5 });
      client.tell({ do: 'go' });
      await pause(lastMs);
    },
  };
}

/** As after an upgrade over the spool of the first release. */
const oldSpool: Phase = {
  name: 'spool of the first release in ingest2',
  async run({ fleet, client, lastMs }) {
    const { ingest2 } = fleet.processes;
    await ingest2.terminate();
    const ids = leaveOldSegment(ingest2.dataDir, OLD_EVENTS);
    await ingest2.start();
    await pause(lastMs / 2);
    client.tell({ do: 'note', ids });
    await pause(lastMs / 2);
  },
};

/** One after the other, as a deployment does, with time for the balancer to notice. */
const rolling: Phase = {
  name: 'rolling restart',
  async run({ fleet, lastMs }) {
    for (const name of ['api1', 'api2', 'ingest1', 'ingest2', 'console'] as const) {
      await fleet.processes[name].terminate();
      await fleet.processes[name].start();
      await pause(name.startsWith('api') ? Math.max(2_000, lastMs / 5) : 0);
    }
  },
};

/** What happens to processes, clocks and disks. */
export const MACHINE = {
  noFault: noFault('no fault'),
  killApi: killed('kill -9 api1', ['api1']),
  killDirectApi: killed('kill -9 api2', ['api2']),
  killIngest: killed('kill -9 ingest1', ['ingest1']),
  killConsole: killed('kill -9 console and alerts', ['console', 'alerts']),
  killAll: killed('kill -9 all APIs and ingests', ['api1', 'api2', 'ingest1', 'ingest2']),
  damaged: killed('damaged segments of api2', ['api2'], ({ fleet, random }) =>
    damage(fleet.processes.api2.dataDir, random),
  ),
  clockBack: clock('clock of api1 one hour back', 'api1', -HOUR_MS),
  clockOn: clock('clock of api2 one hour on', 'api2', HOUR_MS),
  clockDayBack: clock('clock of api2 one day back', 'api2', -DAY_MS),
  clockDayOn: clock('clock of api1 one day on', 'api1', DAY_MS),
  clockIngest: clock('clock of ingest1 one hour back', 'ingest1', -HOUR_MS),
  clockConsole: clock('clock of the console one hour back', 'console', -HOUR_MS),
  clockConsoleOn: clock('clock of the console one hour on', 'console', HOUR_MS),
  fullApi: full('api1'),
  fullIngest: full('ingest1'),
  removedApi: removed('api2'),
  removedIngest: removed('ingest1'),
  oldSpool,
  rolling,
} satisfies Record<string, Phase>;
