import { fork } from 'node:child_process';
import { join } from 'node:path';
import { cpuUsage, said } from './process.ts';
import { median, type Row, row } from './row.ts';
import { SPANS_PER_BODY } from './span-bodies.ts';

const BODIES = 600;
/** The compiler works beside the first ones. */
const WARM_UP_ROUNDS = 5;
const ROUNDS = 7;
const RECEIVER = join(import.meta.dirname, 'receiver-process.ts');
const POST = join(import.meta.dirname, 'post.ts');

/** CPU of a receiver that does nothing else, per span: from the socket to the spool's file. */
export async function receiverRows(directory: string): Promise<Row[]> {
  const receiver = fork(RECEIVER, [directory]);
  try {
    const { url } = await said<{ url: string }>(receiver);
    const user: number[] = [];
    const system: number[] = [];
    for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
      const sender = fork(POST, [url, String(BODIES), String(Date.now() - 3_600_000)]);
      await said(sender);
      const before = await cpuUsage(receiver);
      await said(sender);
      const after = await cpuUsage(receiver);
      if (round < WARM_UP_ROUNDS) continue;
      user.push((after.user - before.user) / (BODIES * SPANS_PER_BODY));
      system.push((after.system - before.system) / (BODIES * SPANS_PER_BODY));
    }
    return [
      row({ name: 'receiver: Node CPU per span', value: median(user), unit: 'µs', goal: '<= 0.5' }),
      row({ name: '  the kernel on top: sockets and files', value: median(system), unit: 'µs' }),
    ];
  } finally {
    receiver.disconnect();
  }
}
