import type { RequestEvent } from '@request-desk/fastify/request/request-event';

/** A part of what a request did. */
export interface PastStep {
  readonly name: string;
  /** Of its duration. */
  readonly share: number;
  /** The type of the exception that ended it. */
  readonly failed?: string;
}

const AUTHENTICATE: PastStep = { name: 'authenticate', share: 0.2 };
const LIMIT: PastStep = { name: 'rate limit', share: 0.05 };

type Call = Pick<RequestEvent, 'method' | 'route' | 'status'>;

/** How far a request gets before it is refused, in the steps that the API records. */
export function stepsOf(event: RequestEvent): PastStep[] {
  const { code, cause, exceptionType } = event;
  if (code === 'unauthorized' || code === 'invalid_key') return [AUTHENTICATE];
  if (cause === 'route_unknown' || cause === 'method_unknown') return [AUTHENTICATE];
  const name = `${VERBS[event.method] ?? 'select'} ${nounOf(event.route)}`;
  if (exceptionType) return [AUTHENTICATE, LIMIT, { name, share: 0.7, failed: exceptionType }];
  if (code === 'not_found') return [AUTHENTICATE, LIMIT, { name, share: 0.6 }];
  if (code !== undefined) return [AUTHENTICATE, LIMIT];
  return [AUTHENTICATE, LIMIT, { name, share: 0.6 }];
}

const VERBS: Readonly<Record<string, string>> = {
  POST: 'insert',
  PATCH: 'update',
  DELETE: 'delete',
};

function nounOf(route: string): string {
  if (route.endsWith('/participants')) return 'participants';
  return route.endsWith('/:id') ? 'meeting' : 'meetings';
}

/** How long the live API takes for such a call, in milliseconds: most about as long, few much longer. */
export function typicalMs({ method, route, status }: Call, random: () => number): number {
  const median = status >= 400 && status !== 404 ? 0.9 : method === 'GET' ? GETS(route) : 3.2;
  const spread = Math.exp(0.45 * normal(random));
  return median * spread * (random() < 0.01 ? 4 + 20 * random() : 1);
}

function GETS(route: string): number {
  return route.endsWith('/meetings') ? 2.6 : 1.7;
}

/** A draw of the normal distribution (Box and Muller 1958). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
