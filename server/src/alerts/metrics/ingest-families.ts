import type { Family } from './family.ts';

/** Counts of an OTLP listener, by sender. */
export interface IngestNumbers {
  readonly requests: readonly (Labels & { readonly status: number })[];
  readonly records: readonly (Labels & { readonly result: string })[];
}

interface Labels {
  readonly sender: string;
  readonly signal: string;
  readonly count: number;
}

/** What the OTLP listener of this process took and refused. */
export function ingestFamilies({ requests, records }: IngestNumbers): Family[] {
  return [
    {
      name: 'request_desk_ingest_requests_total',
      help: 'OTLP requests by sender and answer; no sender: a token that is nobody’s.',
      type: 'counter',
      samples: requests.map(({ sender, signal, status, count }) => ({
        labels: { sender, signal, status: String(status) },
        value: count,
      })),
    },
    {
      name: 'request_desk_ingest_records_total',
      help: 'Spans, log records and points of metrics by sender.',
      type: 'counter',
      samples: records.map(({ sender, signal, result, count }) => ({
        labels: { sender, signal, result },
        value: count,
      })),
    },
  ];
}
