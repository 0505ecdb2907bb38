/**
 * The customers and the staff of the fleet, in a process of their own: calls the API at a steady
 * rate, notes every answer, asks the console for ids at once after their answer, and for ids that
 * nobody ever minted. `node client.ts OPTIONS-AS-JSON`; orders come by standard input.
 */
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { Random } from '../../../testkit/random.ts';
import { Caller } from './caller.ts';
import { Pursuit } from './pursuit.ts';
import { clientOptions, NOTES, type Order, order, type Progress } from './records.ts';

const PROGRESS_EVERY_MS = 250;
const CALLS_AT_ONCE = 100;
/** More would only wait for each other while the store is away. */
const MOST_PURSUED = { answered: 100, never: 30 };
/** Ids of which some are asked for again when the store was replaced. */
const REMEMBERED = 500;

const options = clientOptions.parse(JSON.parse(process.argv[2] ?? ''));
const { directory, consoleUrl, staffToken, planted } = options;
const random = new Random(options.seed);
const counted = { errors: 0, successes: 0, silences: 0 };
const recent: { id: string; era: number }[] = [];
let [phase, era, paused, inFlight] = ['start', 0, false, 0];
let endBy: number | undefined;

const pursuit = new Pursuit({ consoleUrl, staffToken, file: `${directory}/${NOTES.asks}` });
const caller = new Caller({
  apiUrl: options.apiUrl,
  keys: options.keys,
  phase: () => phase,
  era: () => era,
  answersFile: `${directory}/${NOTES.answers}`,
  silencesFile: `${directory}/${NOTES.silences}`,
});

createInterface({ input: process.stdin })
  .on('line', (line) => obey(order.parse(JSON.parse(line))))
  // The process that started it is gone.
  .on('close', () => process.exit(1));
setInterval(say, PROGRESS_EVERY_MS);
await pursuit.once(planted.id, planted.url);
await Promise.all([calls(), nevers()]);
while (open() > 0 && performance.now() < (endBy ?? 0)) await pause(100);
pursuit.end();
say();
process.exit(0);

function obey(order: Order): void {
  if (order.do === 'phase') phase = order.name;
  if (order.do === 'pause' || order.do === 'go') paused = order.do === 'pause';
  if (order.do === 'era') era++;
  if (order.do === 'forget old') pursuit.forget(era - 1);
  if (order.do === 'end') endBy = performance.now() + order.withinMs;
  if (order.do === 'note') {
    for (const id of order.ids) {
      caller.note({ id, status: 404, keyed: false, ms: 0, phase, era });
      pursuit.begin(id, 'answered', phase, era);
    }
  }
  if (order.do === 'ask old') {
    const old = random.shuffled(recent.filter((one) => one.era < era)).slice(0, order.count);
    for (const one of old) pursuit.begin(one.id, 'old', phase, one.era);
  }
}

function open(): number {
  return inFlight + pursuit.count('answered') + pursuit.count('never');
}

/** At a steady rate, whatever becomes of each; what a slow stretch missed is not made up for. */
async function calls(): Promise<void> {
  let due = performance.now();
  let asks = 0;
  for (; endBy === undefined; await pause(4)) {
    const now = performance.now();
    due = Math.max(due, now - 100);
    for (; due < now; due += 1000 / options.rate) {
      asks = Math.min(options.asksPerS, asks + options.asksPerS / options.rate);
      if (paused || inFlight >= CALLS_AT_ONCE) continue;
      inFlight++;
      const asked = asks >= 1 && mayBegin('answered');
      if (asked) asks--;
      void call(asked).finally(() => inFlight--);
    }
  }
}

/** An ask that waits for others is none that comes at once. */
function mayBegin(kind: keyof typeof MOST_PURSUED): boolean {
  return pursuit.idle() && pursuit.count(kind) < MOST_PURSUED[kind];
}

async function call(asked: boolean): Promise<void> {
  const answer = await caller.call();
  if (answer === undefined) counted.silences++;
  else if (answer.status < 400) counted.successes++;
  else {
    counted.errors++;
    if (asked) pursuit.begin(answer.id, 'answered', answer.phase, answer.era);
    recent.push(answer);
    if (recent.length > REMEMBERED) recent.shift();
  }
}

async function nevers(): Promise<void> {
  for (; endBy === undefined; await pause(1000 / options.neversPerS)) {
    if (paused || !mayBegin('never')) continue;
    pursuit.begin(
      `req_${randomBytes(8).toString('hex')}`,
      'never',
      phase,
      Number.POSITIVE_INFINITY,
    );
  }
}

function say(): void {
  const [answered, never, old] = [
    pursuit.count('answered'),
    pursuit.count('never'),
    pursuit.count('old'),
  ];
  const said: Progress = {
    ...counted,
    pursued: { answered, never, old },
    oldestS: pursuit.oldestS(),
  };
  process.stdout.write(`${JSON.stringify(said)}\n`);
}
