import { Agent, request } from 'node:http';
import { parsedJson } from '@request-desk/shared/parsed-json';
import { z } from 'zod';

/** One call of a demo client. */
export interface Call {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';
  /** Path and query, as in `/public/v1/meetings?limit=20`. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Loopback address to call from, where the platform has more than one. */
  readonly from: string;
}

/** What a client learns from an answer. */
export interface HttpAnswer {
  readonly status: number;
  readonly requestId: string | undefined;
  /** The error code of a non-2xx answer. */
  readonly code: string | undefined;
  readonly retryAfterS: number;
  readonly body: unknown;
}

export interface HttpClient {
  /** Sends one call over a kept-alive connection. Rejects when no answer arrives. */
  send(call: Call): Promise<HttpAnswer>;
  close(): void;
}

const failure = z.object({ error: z.object({ code: z.string() }) });
const TIMEOUT_MS = 10_000;

/** A client of the public API, with one connection pool per client address. */
export function createHttpClient(apiUrl: string): HttpClient {
  const base = new URL(apiUrl);
  // Linux answers on all of 127.0.0.0/8, so each demo client can have an address of its own.
  const addresses = process.platform === 'linux' && base.hostname === '127.0.0.1';
  const agents = new Map<string, Agent>();

  function agentOf(from: string): Agent {
    let agent = agents.get(from);
    if (agent === undefined) {
      agent = new Agent({ keepAlive: true, maxSockets: 16, timeout: TIMEOUT_MS });
      agents.set(from, agent);
    }
    return agent;
  }

  function send(call: Call): Promise<HttpAnswer> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: base.hostname,
          port: base.port,
          method: call.method,
          path: call.path,
          headers: { ...call.headers, host: base.host },
          agent: agentOf(call.from),
          timeout: TIMEOUT_MS,
          ...(addresses ? { localAddress: call.from } : {}),
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const body = parsedJson(Buffer.concat(chunks).toString());
            resolve({
              status: incoming.statusCode ?? 0,
              requestId: incoming.headers['x-request-id']?.toString(),
              code: failure.safeParse(body).data?.error.code,
              retryAfterS: Number(incoming.headers['retry-after'] ?? 0),
              body,
            });
          });
        },
      );
      outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')));
      outgoing.on('error', reject);
      outgoing.end(call.body);
    });
  }

  function close(): void {
    for (const agent of agents.values()) agent.destroy();
  }

  return { send, close };
}
