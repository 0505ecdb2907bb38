import { once } from 'node:events';
import { connect } from 'node:net';
import { poll } from '../../testkit/poll.ts';
import { createdOnce, type Met } from './calls.ts';
import type { TwoProcesses } from './two-processes.ts';

/** When the process that carries a call out is killed, as its statement sees it. */
export const MOMENTS = ['before', 'late', 'after'] as const;
export type Moment = (typeof MOMENTS)[number];

/** In words. */
export const MOMENT: Readonly<Record<Moment, string>> = {
  before: 'killed before its commit, and its connection with it',
  late: 'killed before its commit, which the database makes all the same a moment later',
  after: 'killed after its commit, before its answer left',
};

const BLOCKED = `select pid from pg_stat_activity where wait_event_type = 'Lock'
  and query like '%insert into meetings%'`;

/**
 * Kills a process while it holds `key`: the insert of its meeting waits for a lock meanwhile. Then ten
 * calls with the key go to the others. Their ids, which should be one.
 */
export async function killedOwner(
  desks: TwoProcesses,
  moment: Moment,
  key: string,
  met: Met,
): Promise<ReadonlySet<string>> {
  const { postgres, secret, urls } = desks;
  const owner = await desks.another();
  const before = await desks.meetings();
  await poll('the owner to be at ease', async () => {
    const headers = { authorization: `Bearer ${secret}` };
    return (await fetch(`${owner.apiUrl}/public/v1/meetings`, { headers })).ok || undefined;
  });
  // Held by a session of its own, which is recognised by its name.
  const lock = postgres.query(
    "set application_name = 'the lock'; begin; lock table meetings in share row exclusive mode; select pg_sleep(3600)",
  );
  const unlocked = lock.catch(() => undefined);
  await poll('the lock', async () => (await sleeping(postgres))[0]);
  const body = '{"title":"Once","starts_at":"2031-05-06T07:08:09Z","duration_minutes":30}';
  const socket = connect(Number(new URL(owner.apiUrl).port), '127.0.0.1');
  socket.on('error', () => undefined);
  let answered = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    answered += text;
  });
  await once(socket, 'connect');
  socket.write(
    `POST /public/v1/meetings HTTP/1.1\r\nhost: api\r\nauthorization: Bearer ${secret}\r\n` +
      `idempotency-key: ${key}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  const [waiting] = await poll('the insert to wait', async () => {
    if (answered !== '') throw new Error(`the owner has answered: ${answered.slice(0, 600)}`);
    const rows = await postgres.query(BLOCKED);
    return rows.length > 0 ? rows : undefined;
  });
  // It takes part in nothing any more, whatever comes.
  process.kill(owner.pid, 'SIGSTOP');
  if (moment === 'before') {
    process.kill(owner.pid, 'SIGKILL');
    await postgres.query(`select pg_terminate_backend(${Number(waiting?.pid)})`);
  }
  if (moment === 'late') process.kill(owner.pid, 'SIGKILL');
  for (const { pid } of await sleeping(postgres)) {
    await postgres.query(`select pg_terminate_backend(${Number(pid)})`);
  }
  await unlocked;
  if (moment === 'after') {
    await poll('its commit', async () => (await desks.meetings()) > before || undefined);
    process.kill(owner.pid, 'SIGKILL');
  }
  await owner.stop();
  if (answered !== '') throw new Error(`the owner has answered: ${answered.slice(0, 300)}`);
  let at = 0;
  const target = () => urls[at++ % urls.length] ?? '';
  const calls = Array.from({ length: 10 }, () => createdOnce(target, secret, key, met));
  return new Set(await Promise.all(calls));
}

function sleeping(postgres: TwoProcesses['postgres']) {
  return postgres.query(
    "select pid from pg_stat_activity where application_name = 'the lock' and wait_event = 'PgSleep'",
  );
}
