import type { Signal } from './answers.ts';

/** Requests of one sender that were answered alike, since the process began. */
export interface RequestCount {
  /** Empty: a token that is nobody's. */
  readonly sender: string;
  readonly signal: Signal;
  readonly status: number;
  readonly count: number;
}

/** Records of one sender since the process began: spans, log records, points of metrics. */
export interface RecordCount {
  readonly sender: string;
  readonly signal: Signal;
  readonly result: 'accepted' | 'refused';
  readonly count: number;
}

/** What the OTLP listener took and refused, by sender: as many numbers as there are senders. */
export class IngestCounts {
  readonly #requests = new Map<string, RequestCount>();
  readonly #records = new Map<string, RecordCount>();

  request(sender: string, signal: Signal, status: number): void {
    add(this.#requests, { sender, signal, status, count: 1 });
  }

  records(sender: string, signal: Signal, result: RecordCount['result'], count: number): void {
    add(this.#records, { sender, signal, result, count });
  }

  /** All counts, in the order in which they began. */
  read(): { readonly requests: RequestCount[]; readonly records: RecordCount[] } {
    return { requests: [...this.#requests.values()], records: [...this.#records.values()] };
  }
}

function add<Row extends { readonly count: number }>(rows: Map<string, Row>, row: Row): void {
  const { count, ...labels } = row;
  const key = JSON.stringify(labels);
  rows.set(key, { ...row, count: count + (rows.get(key)?.count ?? 0) });
}
