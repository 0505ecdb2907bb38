import type { Completeness } from '../../watermark/completeness.ts';
import type { Family } from './family.ts';

const STATES = ['current', 'behind', 'lost', 'drained', 'retired'] as const;

/** How far the store is complete; a time that is not known is left out. */
export function completenessFamilies(found: Completeness): Family[] {
  const gauge = { type: 'gauge' as const };
  const of = (state: (typeof STATES)[number]) =>
    found.producers.filter((one) => one.state === state).length;
  return [
    {
      ...gauge,
      name: 'request_desk_data_current_to_timestamp_seconds',
      help: 'All that was answered before this can be found.',
      samples: found.currentTo === undefined ? [] : [{ value: found.currentTo / 1000 }],
    },
    {
      ...gauge,
      name: 'request_desk_store_up',
      help: '1: the telemetry store answers this process.',
      samples: [{ value: found.store === 'ok' ? 1 : 0 }],
    },
    {
      ...gauge,
      name: 'request_desk_producers',
      help: 'Processes that answer or ingest; lost ones may have answered what is not stored.',
      samples: STATES.map((state) => ({ labels: { state }, value: of(state) })),
    },
    {
      ...gauge,
      name: 'request_desk_held_gaps',
      help: 'Producers of which something is missing although later things have arrived.',
      samples: [{ value: found.producers.filter(({ gap }) => gap !== undefined).length }],
    },
  ];
}
