import { join } from 'node:path';
import { MINUTE_MS } from '@request-desk/shared/durations';
import type { Profile } from '@request-desk/shared/profile';
import { retryAfter } from '@request-desk/shared/retry';
import { ConsoleError } from '../../console/console-error.ts';
import { handedOver } from '../../http/read-body.ts';
import { WorkerPool, WorkRefused } from '../../workers/worker-pool.ts';
import { type Extractor, extractorOf } from '../extract/extractor.ts';
import { holdsId, type Paste, type PasteRead, type PasteTask, readPaste } from './read-paste.ts';

/** Made to be slow, so much text takes some twenty milliseconds. */
const READ_HERE = 16 * 1024;

/**
 * Finds ids in pasted text: in a short one here, in a long one in a thread of its own; there, too,
 * what a text without an id says of its calls.
 */
export interface PasteReader {
  readonly extractor: Extractor;
  /** What the body of a paste that came at `nowMs` holds; it is no longer the caller's. Throws ConsoleError. */
  read(body: Uint8Array, nowMs: number): Promise<Paste>;
  /** Pastes that went to the thread and came back. */
  readonly elsewhere: number;
  close(): Promise<void>;
}

/** The reader for ids of one API; its thread starts when it is needed. */
export function openPasteReader(profile: Profile, deadlineMs = MINUTE_MS): PasteReader {
  const extractor = extractorOf(profile);
  const pool = new WorkerPool<PasteTask, PasteRead>({
    module: join(import.meta.dirname, 'paste-worker.ts'),
    data: profile,
    queue: 8,
    deadlineMs,
  });

  async function elsewhere(task: PasteTask): Promise<PasteRead> {
    const bytes = handedOver(task.body);
    try {
      return await pool.run({ ...task, body: bytes }, [bytes.buffer]);
    } catch (error) {
      throw error instanceof WorkRefused ? refusal(error.why) : error;
    }
  }

  return {
    extractor,
    async read(body, nowMs) {
      const task = { body, nowMs };
      const here = body.length <= READ_HERE ? await readPaste(extractor, task) : undefined;
      const enough = here && ('refused' in here || holdsId(here.paste));
      const done = enough ? here : await elsewhere(task);
      if ('refused' in done) throw new ConsoleError('bad_request', done.refused);
      return done.paste;
    },
    get elsewhere() {
      return pool.completed;
    },
    close: () => pool.close(),
  };
}

function refusal(why: WorkRefused['why']): ConsoleError {
  if (why === 'busy')
    return new ConsoleError(
      'too_many',
      'Too many long texts are being read; try again shortly.',
      retryAfter(5),
    );
  const what = why === 'late' ? 'takes too long' : 'needs too much memory';
  return new ConsoleError('bad_request', `This text ${what} to read: paste less of it.`);
}
