import { createServer, request, type Server } from 'node:http';

/**
 * `lost`: the store does its work and the answer never arrives. `errors`: it refuses for lack of
 * memory. `no inserts`: it refuses what is written only.
 */
export type StoreMood = 'well' | 'errors' | 'no inserts' | 'hangs' | 'lost' | 'slow';

const SLOW_MS = 1_500;

/** Stands between the processes and a ClickHouse server, and can be moody. */
export class StoreProxy {
  mood: StoreMood = 'well';
  readonly #server: Server;

  constructor(target: string) {
    this.#server = createServer((incoming, answer) => {
      const mood = this.mood;
      if (mood === 'hangs') return;
      if (mood === 'errors' || (mood === 'no inserts' && isInsert(incoming.url))) {
        incoming.resume();
        answer.writeHead(500, { 'x-clickhouse-exception-code': '241' }).end('memory limit');
        return;
      }
      const { method, headers } = incoming;
      const outgoing = request(`${target}${incoming.url}`, { method, headers }, (response) => {
        if (mood === 'lost') {
          response.resume().once('end', () => answer.destroy());
          return;
        }
        answer.writeHead(response.statusCode ?? 500, response.headers);
        response.pipe(answer);
      });
      outgoing.once('error', () => answer.destroy());
      if (mood === 'slow') setTimeout(() => incoming.pipe(outgoing), SLOW_MS);
      else incoming.pipe(outgoing);
    });
    this.#server.keepAliveTimeout = 60_000;
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  /** Ends a mood; who hangs is let go. */
  well(): void {
    const before = this.mood;
    this.mood = 'well';
    if (before === 'hangs') this.#server.closeAllConnections();
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** Deliveries carry their statement in the URL, because the body is the segment. */
function isInsert(url = ''): boolean {
  return /[?&]query=INSERT(%20|\+)/i.test(url);
}
