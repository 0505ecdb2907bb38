import { alertList } from '@request-desk/shared/support-api';
import { type Operations, ok } from './operation.ts';

/** Alerts: what fires and did, and what staff decided about it. */
export const ALERT_OPERATIONS: Operations = {
  'GET /alerts': {
    summary: 'Alerts that fire now or did lately',
    answers: ok('AlertList', alertList),
  },
};
