import { decision, producerList } from '@request-desk/shared/completeness-api';
import { type Operations, ok } from './operation.ts';

const BODY = { name: 'Decision', schema: decision };
const DONE = ok('ProducerList', producerList, 'How far the store is complete now');

/** How far the store is complete, and decisions to go on without what does not come. */
export const PRODUCER_OPERATIONS: Operations = {
  'GET /producers': {
    summary: 'Processes that answer or ingest, and how far each is stored',
    answers: ok('ProducerList', producerList),
  },
  'POST /producers/:id/retire': {
    summary: 'Wait no more for a producer; admins only',
    body: BODY,
    answers: DONE,
  },
  'POST /producers/:id/accept': {
    summary: 'Go on without what is missing of a producer; admins only',
    body: BODY,
    answers: DONE,
  },
  'POST /store/accept': {
    summary: 'Go on with a telemetry store that replaced another; admins only',
    body: BODY,
    answers: DONE,
  },
};
