import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ExportedHead, exportedHead } from '@request-desk/shared/audit-api';
import { parsedJson } from '@request-desk/shared/parsed-json';
import type { Logger } from 'pino';
import type { AuditStore } from '../../database/audit/audit-store.ts';

interface HeadExportOptions {
  readonly store: Pick<AuditStore, 'head' | 'hashAt'>;
  /** One JSON object a line. */
  readonly path: string;
  readonly everyMs: number;
  readonly log: Logger;
  readonly now: () => number;
}

/**
 * Writes the chain's head to a file and to the log every so often: what is cut off or rewritten in
 * the database afterwards no longer fits.
 */
export class HeadExport {
  readonly #options: HeadExportOptions;
  readonly #timer: NodeJS.Timeout;
  #last: ExportedHead | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: HeadExportOptions) {
    this.#options = options;
    this.#last = readHeads(options.path).at(-1);
    this.#timer = setInterval(() => void this.write(), options.everyMs).unref();
  }

  last(): ExportedHead | undefined {
    return this.#last;
  }

  /** Writes the head as it stands now, unless it is the last one. */
  write(): Promise<void> {
    this.#running = this.#running.then(() => this.#write());
    return this.#running;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.write();
  }

  async #write(): Promise<void> {
    const { store, path, log, now } = this.#options;
    try {
      const last = this.#last;
      if (last && (await store.hashAt(last.seq)) !== last.hash)
        log.error({ audit_head: last }, 'the audit is not the one whose head was exported');
      const { seq, hash } = await store.head();
      if (seq === 0 || hash === last?.hash) return;
      const head = { seq, hash, at: new Date(now()).toISOString() };
      append(path, `${JSON.stringify(head)}\n`);
      this.#last = head;
      log.info({ audit_head: head }, 'audit head');
    } catch (err) {
      log.warn({ err }, 'the audit head was not exported');
    }
  }
}

/** The heads in a file, oldest first; none where there is no file. Lines that are none are left out. */
export function readHeads(path: string): ExportedHead[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => exportedHead.safeParse(parsedJson(line)).data ?? []);
}

function append(path: string, line: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fd = openSync(path, 'a', 0o600);
  try {
    writeSync(fd, line);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
