import { setTimeout as pause } from 'node:timers/promises';
import type { Phase, Scene } from './phases.ts';

const REPLACED_ASKS = 40;
const ACCEPT_WITHIN_MS = 60_000;

const down: Phase = {
  name: 'store down',
  async run({ fleet, lastMs }) {
    await fleet.storeKilled();
    await pause(lastMs);
    await fleet.storeStarts();
  },
};

/**
 * An empty store in place of the one that was. What was answered before is gone, and staff hear so
 * (`incomplete`, never `never_seen`) until one of them accepts the new store.
 */
const replaced: Phase = {
  name: 'store replaced by an empty one',
  async run(scene) {
    const { fleet, client, lastMs } = scene;
    // What is answered at this moment could be in either.
    client.tell({ do: 'pause' });
    await pause(2_000);
    await fleet.storeReplaced();
    client.tell({ do: 'era' });
    client.tell({ do: 'go' });
    client.tell({ do: 'ask old', count: REPLACED_ASKS });
    await pause(lastMs);
    await known(scene);
    client.tell({ do: 'forget old' });
    scene.log(await fleet.command(['store', 'accept', '--reason', 'chaos replaced it']));
    await pause(lastMs / 2);
  },
};

/** Waits until all of the old ids that are asked for are found or said to be out of reach. */
async function known({ client, log }: Scene): Promise<void> {
  const by = performance.now() + ACCEPT_WITHIN_MS;
  while (client.now.pursued.old > 0 && performance.now() < by) await pause(200);
  log(`${client.now.pursued.old} ids of the old store are neither found nor incomplete`);
}

/** A collector with a long batch; in the second half it loses connections as well. */
const held: Phase = {
  name: 'collector holds bodies',
  async run({ fleet, holdMs, lastMs }) {
    fleet.relay.holding = { ms: holdMs, dropped: 0 };
    await pause(holdMs + lastMs / 2);
    fleet.relay.holding = { ms: holdMs, dropped: 0.3 };
    await pause(lastMs / 2);
    fleet.relay.holding = undefined;
    while (fleet.relay.held > 0) await pause(100);
  },
};

const controlDown: Phase = {
  name: 'Postgres down',
  async run({ fleet, lastMs }) {
    await fleet.postgres.kill();
    await pause(lastMs);
    await fleet.postgres.start();
  },
};

const controlReplaced: Phase = {
  name: 'Postgres replaced by an empty one',
  async run({ fleet, lastMs }) {
    await swapped(fleet.postgres, 'desk_before');
    await fleet.postgres.query('create database desk', 'postgres');
    await pause(lastMs);
    await swapped(fleet.postgres, 'desk_empty');
    await fleet.postgres.query('alter database desk_before rename to desk', 'postgres');
    await fleet.postgres.query('drop database desk_empty', 'postgres');
  },
};

/** Renames the database `desk`, in use or not. */
async function swapped(postgres: Scene['fleet']['postgres'], name: string): Promise<void> {
  await postgres.query('alter database desk allow_connections false', 'postgres');
  await postgres.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'desk'",
    'postgres',
  );
  for (let tries = 0; ; tries++) {
    try {
      await postgres.query(`alter database desk rename to ${name}`, 'postgres');
      break;
    } catch (error) {
      if (tries > 50) throw error;
      await pause(100);
    }
  }
  await postgres.query(`alter database ${name} allow_connections true`, 'postgres');
}

/** What happens to the engines behind, and to the collector in between. */
export const ENGINES = { down, replaced, held, controlDown, controlReplaced } satisfies Record<
  string,
  Phase
>;
