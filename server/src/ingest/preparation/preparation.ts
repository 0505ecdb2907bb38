import { join } from 'node:path';
import { ProtobufWriter } from '@request-desk/fastify/otlp/protobuf';
import { redactedForms } from '@request-desk/fastify/redaction/scrub';
import { handedOver } from '../../http/read-body.ts';
import { WorkerPool, WorkRefused } from '../../workers/worker-pool.ts';
import { noRoom, tooBusy } from '../ingest-error.ts';
import { type BodyContext, type Fault, type Prepared, prepare } from './prepare.ts';
import type { PrepareTask } from './prepare-worker.ts';

/** A walk over so much takes some milliseconds, whatever it holds. */
const WALKED_HERE = 512 * 1024;
/** Writing so much again does, too. */
const WRITTEN_HERE = 16 * 1024;

/** Prepares bodies: small ones here, all others in a thread of their own. */
export interface Preparation {
  /**
   * `body` is no longer the caller's. What is answered at once lies in memory that the next body uses
   * again: it is to be stored in the same turn. Rejects with Refusal when there is no time or room now.
   */
  prepare(parcel: BodyContext, body: Uint8Array): Prepared | Fault | Promise<Prepared | Fault>;
  /** Bodies that went to the thread and came back. */
  readonly elsewhere: number;
  close(): Promise<void>;
}

/** Opens the preparation of one listener; its thread starts when it is needed. */
export function openPreparation(deadlineMs = 20_000): Preparation {
  const pool = new WorkerPool<PrepareTask, Prepared | Fault>({
    module: join(import.meta.dirname, 'prepare-worker.ts'),
    data: redactedForms(),
    queue: 32,
    deadlineMs,
  });
  const writer = new ProtobufWriter(WALKED_HERE);
  async function elsewhere(parcel: BodyContext, body: Uint8Array): Promise<Prepared | Fault> {
    const bytes = handedOver(body);
    try {
      return await pool.run({ ...parcel, body: bytes }, [bytes.buffer]);
    } catch (error) {
      if (!(error instanceof WorkRefused)) throw error;
      throw error.why === 'busy' ? tooBusy() : noRoom();
    }
  }
  return {
    prepare(parcel, body) {
      const here =
        body.length <= WALKED_HERE ? prepare(parcel, body, WRITTEN_HERE, writer) : undefined;
      return here ?? elsewhere(parcel, body);
    },
    get elsewhere() {
      return pool.completed;
    },
    close: () => pool.close(),
  };
}
