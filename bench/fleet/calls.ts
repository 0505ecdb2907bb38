import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { tracesBody } from '../../testkit/otlp/otlp-bodies.ts';
import { OVERLOADED } from '../rolling/steady-calls.ts';
import { SERVED_BY } from './balancer.ts';
import type { Deployment } from './deployment.ts';

const TIMEOUT_MS = 30_000;
/** One body with spans for so many calls of the API. */
const CALLS_A_BODY = 5;
const SPANS_A_BODY = 10;
const FAILED_BY_FAULT = /^Something failed on our side/;

/** One call, as its customer saw it. Times are of `performance.now()`. */
export interface Call {
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  /** Undefined where there was no answer. */
  readonly status: number | undefined;
  readonly id: string | undefined;
  /** Ports of the processes that nginx gave it to, in turn. */
  readonly ports: readonly number[];
  /** Why it is not what it should be. */
  readonly fault: string | undefined;
  /** Refused because the machine is slower than the calls that come. */
  readonly overloaded: boolean;
}

interface Kind {
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly keyed: boolean;
  readonly body?: () => unknown;
  readonly status: number;
}

const MEETINGS = '/public/v1/meetings';
const KINDS: readonly Kind[] = [
  { name: 'list', method: 'GET', path: `${MEETINGS}?limit=5`, keyed: true, status: 200 },
  { name: 'no key', method: 'GET', path: MEETINGS, keyed: false, status: 401 },
  {
    name: 'absent',
    method: 'GET',
    path: `${MEETINGS}/mtg_${'0'.repeat(20)}`,
    keyed: true,
    status: 404,
  },
  { name: 'list', method: 'GET', path: `${MEETINGS}?limit=5`, keyed: true, status: 200 },
  { name: 'invalid', method: 'POST', path: MEETINGS, keyed: true, body: () => ({}), status: 400 },
  { name: 'make', method: 'POST', path: MEETINGS, keyed: true, body: meeting, status: 201 },
];

function meeting() {
  const title = `Review ${randomBytes(4).toString('hex')}`;
  return { title, starts_at: '2031-05-06T07:08:09Z', duration_minutes: 30 };
}

/** Calls that come at a steady rate, whether those before are answered or not. */
export class Calls {
  readonly made: Call[] = [];
  /** Trace ids of spans that ingest has taken, ten spans each. */
  readonly traces: string[] = [];
  readonly spansATrace = SPANS_A_BODY;
  /** Stretches in which the data source fails, by `performance.now()`. */
  readonly outages: { readonly from: number; to: number }[] = [];
  /** A connection each: one that nginx closes while it is idle would look like a failed call. */
  readonly #agent = new Agent({ maxSockets: 512 });
  readonly #open = new Set<Promise<void>>();
  readonly #on: Deployment;
  readonly #timer: NodeJS.Timeout;

  constructor(on: Deployment, secrets: readonly string[], rate: number) {
    this.#on = on;
    const began = performance.now();
    let sent = 0;
    this.#timer = setInterval(() => {
      const due = ((performance.now() - began) / 1000) * rate;
      for (; sent < due; sent++) {
        const secret = secrets[sent % secrets.length] ?? '';
        this.#begin(this.#api(KINDS[sent % KINDS.length] as Kind, secret));
        if (sent % CALLS_A_BODY === 0) this.#begin(this.#spans());
      }
    }, 20);
  }

  get open(): number {
    return this.#open.size;
  }

  /** Waits for the answers that are still to come. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#open);
    this.#agent.destroy();
  }

  #begin(call: Promise<void>): void {
    const open = call.finally(() => this.#open.delete(open));
    this.#open.add(open);
  }

  async #api({ name, method, path, keyed, body, status }: Kind, secret: string): Promise<void> {
    const from = performance.now();
    const answer = await this.#send(
      `${this.#on.urls.api}${path}`,
      method,
      {
        ...(keyed ? { authorization: `Bearer ${secret}` } : {}),
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      body && JSON.stringify(body()),
    );
    const message = /"message":"([^"]*)"/.exec(answer.text)?.[1] ?? head(answer.text);
    const byFault = answer.status === 500 && name === 'list' && FAILED_BY_FAULT.test(message);
    const right = answer.status === status || (byFault && this.#inOutage(from));
    this.made.push({
      kind: name,
      from,
      to: performance.now(),
      status: answer.status,
      id: answer.id,
      ports: answer.ports,
      fault: right && answer.id ? undefined : `${name}: ${answer.status ?? 'no answer'} ${message}`,
      overloaded: OVERLOADED.test(message),
    });
  }

  async #spans(): Promise<void> {
    const from = performance.now();
    const traceId = randomBytes(16).toString('hex');
    const spans = Array.from({ length: SPANS_A_BODY }, (_, n) => ({
      traceId,
      spanId: (n + 1).toString(16).padStart(16, '0'),
      name: 'charge',
    }));
    const answer = await this.#send(
      `${this.#on.urls.ingest}/v1/traces`,
      'POST',
      {
        authorization: `Bearer ${this.#on.ingestToken}`,
        'content-type': 'application/x-protobuf',
      },
      tracesBody(spans),
    );
    const taken = answer.status === 200;
    if (taken) this.traces.push(traceId);
    this.made.push({
      kind: 'spans',
      from,
      to: performance.now(),
      status: answer.status,
      id: undefined,
      ports: answer.ports,
      fault: taken ? undefined : `spans: ${answer.status ?? 'no answer'} ${head(answer.text)}`,
      overloaded: false,
    });
  }

  #inOutage(at: number): boolean {
    return this.outages.some(({ from, to }) => at >= from - TIMEOUT_MS && at <= to);
  }

  #send(
    url: string,
    method: string,
    headers: Record<string, string>,
    body?: string | Uint8Array,
  ): Promise<Answer> {
    return new Promise((resolve) => {
      const none = (error: Error) =>
        resolve({ status: undefined, id: undefined, ports: [], text: error.message });
      const call = request(url, { method, headers, agent: this.#agent, timeout: TIMEOUT_MS });
      call.once('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (more: string) => {
          text += more;
        });
        response.once('error', none);
        response.once('end', () => {
          const id = response.headers['x-request-id'];
          const served = String(response.headers[SERVED_BY] ?? '');
          resolve({
            status: response.statusCode,
            id: typeof id === 'string' ? id : undefined,
            ports: [...served.matchAll(/:(\d+)/g)].map(([, port]) => Number(port)),
            text,
          });
        });
      });
      call.once('timeout', () => call.destroy(new Error('no answer in time')));
      call.once('error', none);
      call.end(body);
    });
  }
}

/** The beginning of a text, in one line. */
const head = (text: string) =>
  text
    .replaceAll(/<[^>]*>|\s+/g, ' ')
    .trim()
    .slice(0, 80);

interface Answer {
  readonly status: number | undefined;
  readonly id: string | undefined;
  readonly ports: readonly number[];
  readonly text: string;
}
