import { expect, it } from 'vitest';
import { MemorySpool } from '../../../testkit/desks/telemetry-desk.ts';
import { KeptEvents } from './kept-events.ts';

it('keeps what an event was, though its memory is used again', () => {
  const [kept, spool] = [new KeptEvents(), new MemorySpool()];
  const memory = Buffer.alloc(8);
  for (const n of [1, 2]) {
    memory.fill(n);
    kept.keep(memory.subarray(0, 4));
  }
  memory.fill(9);
  spool.failing = ['errors'];
  kept.appendTo(spool);
  spool.failing = [];
  kept.appendTo(spool);
  kept.appendTo(spool);
  expect(spool.bodies.map(({ body }) => [...body])).toEqual([
    [1, 1, 1, 1],
    [2, 2, 2, 2],
  ]);
});
