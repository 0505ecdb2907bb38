import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ATTR, WATERMARK_EVENT } from '@request-desk/shared/attributes';
import { z } from 'zod';
import type { CrashPoint } from './crash-points.ts';

const LIFE = join(import.meta.dirname, 'producer-life.ts');
const KILL_AT = join(import.meta.dirname, 'kill-at.ts');

const answered = z.object({
  id: z.string(),
  failed: z.boolean(),
  producer: z.string(),
  epoch: z.int(),
  at: z.number(),
});
type Answered = z.infer<typeof answered>;

const delivered = z.object({
  eventName: z.string(),
  id: z.string().optional(),
  failed: z.boolean().optional(),
  [ATTR.producerId]: z.string(),
  [ATTR.producerEpoch]: z.int(),
  [ATTR.producerSequence]: z.int().optional(),
  [ATTR.watermarkAt]: z.int().optional(),
  [ATTR.watermarkFailed]: z.int().optional(),
  [ATTR.watermarkState]: z.string().optional(),
});
type Delivered = z.infer<typeof delivered>;

/** A place in a first life, or in one that takes over from a life that was killed. */
export interface ProducerCrashPoint extends CrashPoint {
  readonly life: 'first' | 'next';
}

interface Numbered extends ProducerCrashPoint {
  readonly number: number;
}

/** What is wrong after a crash at a point and one more life; nothing when the claims are true. */
export interface ProducerCrashResult extends ProducerCrashPoint {
  readonly killed: boolean;
  readonly wrong: readonly string[];
}

/** Producers that end at a point of their own files, and what their records claim afterwards. */
export class ProducerCrashes {
  readonly #root = mkdtempSync(join(tmpdir(), 'desk-producer-crash-'));
  readonly #left = join(this.#root, 'left');
  #lives = 0;

  /** Lists the places at which a first life and one after it work on files. */
  async open(): Promise<readonly ProducerCrashPoint[]> {
    // In the same directory: a copy would be another producer.
    const first = await this.#points('first', this.#left);
    return [...first, ...(await this.#points('next', this.#left))];
  }

  async #points(life: ProducerCrashPoint['life'], directory: string): Promise<Numbered[]> {
    const list = join(this.#root, `list-${life}`);
    await this.#live(directory, 'die', { CRASH_LIST: list });
    const operations = readFileSync(list, 'utf8').trim().split('\n');
    return operations.flatMap((operation, n) => {
      const point = { life, number: n + 1, operation: operation.replace(/\d{13}-\d{6}/, '*') };
      const halves = /^(append|write)/.test(operation) ? (['torn'] as const) : [];
      const first = n === 0 ? (['before'] as const) : [];
      return [...first, ...halves, 'after' as const].map((when) => ({ ...point, when }));
    });
  }

  /** Ends a process at the point, runs another that drains, and checks every claim. */
  async try(point: ProducerCrashPoint): Promise<ProducerCrashResult> {
    const { number } = point as Numbered;
    const directory = join(this.#root, String(this.#lives++));
    if (point.life === 'next') await this.#live(directory, 'die', {});
    const crash = { CRASH_POINT: String(number), CRASH_WHEN: point.when };
    await this.#live(directory, 'die', crash);
    const lived = lines(directory, 'ended').length;
    await this.#live(directory, 'drain', {});
    const result = {
      ...point,
      killed: lived < (point.life === 'next' ? 2 : 1),
      wrong: wrongIn(directory),
    };
    if (result.wrong.length === 0) rmSync(directory, { recursive: true });
    return result;
  }

  #live(directory: string, end: 'die' | 'drain', env: NodeJS.ProcessEnv): Promise<void> {
    const args = ['--import', KILL_AT, LIFE, directory, end];
    const spool = { CRASH_SPOOL: join(directory, 'spool') };
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { PATH: process.env.PATH, ...spool, ...env },
    });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => {
        if (code === 0 || code === null) resolve();
        else reject(new Error(`a life ended with ${code}`));
      });
    });
  }

  close(): void {
    rmSync(this.#root, { recursive: true });
  }
}

function lines(directory: string, file: string): unknown[] {
  const path = join(directory, file);
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8').trim();
  return text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as unknown);
}

/** Every claim that the answers contradict, one sentence each. */
function wrongIn(directory: string): string[] {
  const answers = lines(directory, 'answered').map((line) => answered.parse(line));
  const rows = lines(directory, 'delivered').map((line) => delivered.parse(line));
  const events = rows.filter(({ eventName }) => eventName === 'answer');
  const records = rows.filter(({ eventName }) => eventName === WATERMARK_EVENT);
  return [
    ...doubled(events),
    ...answers.flatMap((answer) => denied(answer, events, records)),
    ...withoutEnd(answers, records),
  ];
}

function doubled(events: readonly Delivered[]): string[] {
  const byNumber = Map.groupBy(events, (one) =>
    [one[ATTR.producerId], one[ATTR.producerEpoch], one.failed, one[ATTR.producerSequence]].join(
      ' ',
    ),
  );
  return [...byNumber]
    .filter(([, all]) => new Set(all.map(({ id }) => id)).size > 1)
    .map(([number]) => `two events have the number ${number}`);
}

/** A record may not say "all before this time" and leave out the number of an earlier answer. */
function denied(answer: Answered, events: readonly Delivered[], records: readonly Delivered[]) {
  // What is known of successes that an unclean end took is said by `losable_since`.
  if (!answer.failed) return [];
  const event = events.find(({ id }) => id === answer.id);
  if (event === undefined) return [`${answer.id} was answered and is not delivered`];
  const number = event[ATTR.producerSequence] ?? 0;
  return records
    .filter((record) => of(record, answer) && (record[ATTR.watermarkAt] ?? 0) > answer.at)
    .filter((record) => (record[ATTR.watermarkFailed] ?? 0) < number)
    .map((record) => `number ${number} is denied by ${JSON.stringify(record)}`);
}

function withoutEnd(answers: readonly Answered[], records: readonly Delivered[]): string[] {
  const epochs = new Map(answers.map((one) => [`${one.producer} ${one.epoch}`, one]));
  return [...epochs].flatMap(([name, epoch]) => {
    const ended = records.some(
      (record) => of(record, epoch) && /^(drained|ended)$/.test(record[ATTR.watermarkState] ?? ''),
    );
    return ended ? [] : [`nothing says that ${name} ended`];
  });
}

function of(record: Delivered, { producer, epoch }: Answered): boolean {
  return record[ATTR.producerId] === producer && record[ATTR.producerEpoch] === epoch;
}
