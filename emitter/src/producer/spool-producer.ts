import { join } from 'node:path';
import type { WatermarkRecord } from '@request-desk/shared/watermark-record';
import { ProtobufWriter } from '../otlp/protobuf.ts';
import type { Spool } from '../spool/spool.ts';
import { newProducerId, writeIdentity } from './identity.ts';
import { Numbers } from './numbers.ts';
import type { Producer, ProducerOptions, WatermarkClaim } from './producer.ts';
import type { SequenceFile } from './sequence-file.ts';
import { type Epoch, registerAgain } from './start-epoch.ts';
import { encodeWatermark } from './watermark-record.ts';

const CHECK_PRODUCER_EVERY_MS = 250;
const RECORD_EVERY_MS = 1_000;
const IDLE_RECORD_MS = 5_000;
const CONFIRM_EVERY_MS = 10_000;
/** A seal repeats a younger record only when numbers were given since. */
const YOUNG_MS = 500;

/** A producer over its spool. */
export class SpoolProducer implements Producer {
  id: string;
  epoch: number;
  readonly numbers: Numbers;
  readonly #options: ProducerOptions;
  readonly #file: SequenceFile;
  /** What an earlier epoch still has to say, because the disk is full. */
  readonly #ends: Uint8Array[];
  readonly #writer = new ProtobufWriter(2048);
  readonly #timers: readonly NodeJS.Timeout[];
  #flushedMs: number;
  #number = 0;
  #recordedAt = Number.NEGATIVE_INFINITY;
  #recorded = 0;
  #drained = false;
  #failing = false;

  constructor(options: ProducerOptions, { id, epoch, file }: Epoch, ends: Uint8Array[]) {
    this.#options = options;
    this.#file = file;
    this.#ends = ends;
    this.id = id;
    this.epoch = epoch;
    this.numbers = new Numbers({ id, epoch, save: () => this.#save() });
    this.#flushedMs = options.clock.lower();
    this.#save();
    this.#record('running');
    options.spool.beforeSeal(() => this.#beforeSeal());
    this.#timers = [
      setInterval(() => this.#look(), CHECK_PRODUCER_EVERY_MS).unref(),
      setInterval(() => void this.confirm(), CONFIRM_EVERY_MS).unref(),
    ];
  }

  claim(): WatermarkClaim | undefined {
    if (this.#drained) return undefined;
    this.numbers.flush();
    this.#options.spool.flush();
    return this.#claim();
  }

  drain(): void {
    if (this.#drained) return;
    for (const timer of this.#timers) clearInterval(timer);
    this.numbers.flush();
    const said = this.#record('drained');
    this.#drained = true;
    this.#guard(() => {
      if (said) this.#write(true);
      this.#file.sync();
      this.#file.close();
    });
  }

  async confirm(): Promise<void> {
    const { registry, roles, host, log, spool } = this.#options;
    if (registry === undefined) return;
    const before = this.id;
    try {
      const epoch = (await registry.find(before))?.epoch ?? 0;
      if (epoch < this.epoch) await registerAgain(this.#options, before, this.epoch, epoch);
      if (epoch <= this.epoch || this.#drained) return;
      const id = newProducerId();
      if (!(await registry.register(id, roles, host, 1)) || this.#drained) return;
      writeIdentity(join(spool.path, 'producer'), id);
      log.error(
        { producer: id, before },
        'another process runs as this producer, on a copy of the spool directory: this one is a ' +
          'new producer from now on',
      );
      this.id = id;
      this.epoch = 1;
      this.#number = 0;
      this.numbers.restart(id, 1);
      this.#save();
      this.#say();
    } catch {
      // The control plane is away, or the disk full: the next look finds the same.
    }
  }

  #beforeSeal(): void {
    if (this.#drained) return;
    if (this.#hasNews || performance.now() - this.#recordedAt > YOUNG_MS) this.#record('running');
  }

  get #hasNews(): boolean {
    return this.#recorded !== this.numbers.failed + this.numbers.succeeded;
  }

  #look(): void {
    this.#guard(() => {
      if (!this.#file.removed) return;
      this.#file.remake();
      writeIdentity(join(this.#options.spool.path, 'producer'), this.id);
    });
    const idle = !this.#hasNews && this.#options.tells?.();
    const everyMs = idle ? IDLE_RECORD_MS : RECORD_EVERY_MS;
    if (performance.now() - this.#recordedAt < everyMs) return;
    this.#say();
    if (this.numbers.flushed === this.numbers.succeeded) this.#save();
  }

  /** Says how far it is, and starts delivering that and all before it at once. */
  #say(): void {
    if (this.#drained) return;
    this.numbers.flush();
    this.#record('running');
    this.#options.spool.flush();
  }

  #claim(): WatermarkClaim {
    const { clock } = this.#options;
    const { failed, succeeded } = this.numbers;
    return {
      producer: this.id,
      epoch: this.epoch,
      // Read before the numbers could grow: all that was answered before it has one of them.
      at: Math.floor(clock.lower()),
      clock: clock.kind,
      failed,
      succeeded,
      receivedTo: this.#receivedTo(),
    };
  }

  #record(state: 'running' | 'drained'): boolean {
    const { spool, roles, resource } = this.#options;
    const mark: WatermarkRecord = { ...this.#claim(), number: this.#number + 1, state, roles };
    // Whatever becomes of it: a spool that is in trouble is not asked at once again.
    this.#recordedAt = performance.now();
    this.#recorded = mark.failed + mark.succeeded;
    this.#file.syncSoon();
    if (!appendAll(spool, this.#ends)) return false;
    const taken = appendAll(spool, [encodeWatermark(this.#writer, resource, mark)]);
    if (taken) this.#number++;
    return taken;
  }

  /** By the age of what waits longest for its delivery. */
  #receivedTo(): number | undefined {
    const { spool, clock, roles, deliversToStore } = this.#options;
    if (!deliversToStore || !roles.includes('ingest')) return undefined;
    const since = spool.oldestUndelivered();
    const ageMs = since === undefined ? 0 : Math.max(0, performance.now() - since);
    return Math.floor(clock.lower() - ageMs);
  }

  #save(): void {
    if (this.#drained) return;
    if (this.numbers.flushed === this.numbers.succeeded)
      this.#flushedMs = this.#options.clock.lower();
    this.#guard(() => this.#write(false));
  }

  #write(drained: boolean): void {
    const { failed, flushed: succeeded } = this.numbers;
    const flushedMs = Math.floor(this.#flushedMs);
    this.#file.write({ epoch: this.epoch, failed, succeeded, flushedMs, drained });
  }

  /** Said once until it works again: an answer never waits for the disk's repair. */
  #guard(work: () => void): void {
    try {
      work();
      this.#failing = false;
    } catch (err) {
      if (!this.#failing) this.#options.log.error({ err }, 'the sequence file cannot be written');
      this.#failing = true;
    }
  }
}

/** Appends what waits, in its order, as far as the spool takes it; true when nothing waits. */
export function appendAll(spool: Spool, bodies: Uint8Array[]): boolean {
  try {
    for (let body = bodies[0]; body !== undefined; body = bodies[0]) {
      spool.append('errors', body);
      bodies.shift();
    }
    return true;
  } catch {
    return false;
  }
}
