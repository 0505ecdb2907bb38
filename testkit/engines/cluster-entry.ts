import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { poll } from '../poll.ts';

/** A server behind the entry. */
export interface Behind {
  readonly url: string;
  /** How many of the statements for the whole cluster it has run. */
  applied: number;
}

export interface ClusterEntry {
  readonly url: string;
  /** Takes nothing new while `work` runs, which begins when all that was taken is done. */
  closedFor(work: () => Promise<void>): Promise<void>;
  /** Runs on `server` what the whole cluster ran while it was away. */
  catchUp(server: Behind): Promise<void>;
  close(): void;
}

/** ClickHouse's number for a statement that not every server has run in time. */
const TIMEOUT = '159';

/**
 * The address that clients of a cluster have: a balancer, which asks the next server where one does not
 * answer. The library that the servers are made of has neither replication nor a queue for statements:
 * what is said `ON CLUSTER`, and rows of tables that each server holds, go to all servers from here,
 * later to those that are away, and replicated tables become such without replication.
 */
export async function startEntry(
  port: number,
  cluster: string,
  servers: readonly Behind[],
): Promise<ClusterEntry> {
  const everywhere: { readonly path: string; readonly statement: string }[] = [];
  const onCluster = ` ON CLUSTER '${cluster}'`;
  const held = new Set<string>();
  const running = new Set<object>();
  let turn = 0;
  let closed = false;

  async function run(server: Behind): Promise<Answer | undefined> {
    for (const { path, statement } of everywhere.slice(server.applied)) {
      const answer = await send(server, path, statement, {});
      if (answer.status !== 200) return answer;
      server.applied++;
    }
    return undefined;
  }

  async function whole(statement: string, path: string, to: ServerResponse): Promise<void> {
    const [, table] = HELD_BY_EACH.exec(statement) ?? [];
    if (table !== undefined) held.add(table);
    everywhere.push({ path, statement: forOne(statement, path) });
    const results = await Promise.allSettled(servers.map(run));
    const refused = results.find((one) => one.status === 'fulfilled' && one.value !== undefined);
    if (refused?.status === 'fulfilled' && refused.value) {
      // What one server refuses, as a rule all do: nobody runs it later.
      everywhere.pop();
      for (const server of servers) server.applied = Math.min(server.applied, everywhere.length);
      return reply(to, refused.value);
    }
    if (results.every((one) => one.status === 'fulfilled'))
      return void to.writeHead(200, { 'x-clickhouse-query-id': 'all' }).end();
    to.writeHead(500, { 'x-clickhouse-exception-code': TIMEOUT });
    to.end(`Code: ${TIMEOUT}. DB::Exception: some servers have not run it. (TIMEOUT_EXCEEDED)`);
  }

  async function any(path: string, body: Buffer, headers: IncomingHttpHeaders, to: ServerResponse) {
    const first = turn++;
    for (let n = 0; n < servers.length; n++) {
      const server = servers[(first + n) % servers.length];
      const answer = server && (await send(server, path, body, headers).catch(isAway));
      if (answer) return reply(to, answer);
    }
    to.destroy();
  }

  const listener = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    if (closed) return void response.destroy();
    running.add(response);
    response.once('close', () => running.delete(response));
    try {
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const path = request.url ?? '/';
      const head = body.subarray(0, 400).toString();
      const into = /^\s*INSERT INTO (\w+)/.exec(head)?.[1] ?? '';
      if (head.includes(onCluster) || held.has(into) || FROM_SHARD_TO_SHARD.test(path))
        await whole(body.toString(), path, response);
      else await any(path, body, request.headers, response);
    } catch {
      response.destroy();
    }
  });
  listener.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => listener.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    async closedFor(work) {
      closed = true;
      try {
        await poll('all statements to end', async () => (running.size === 0 ? true : undefined));
        await work();
      } finally {
        closed = false;
      }
    },
    async catchUp(server) {
      await run(server);
    },
    close() {
      listener.close();
      listener.closeAllConnections();
    },
  };
}

/** Of a table whose path in the keeper has no shard: its name. */
const HELD_BY_EACH = /^CREATE TABLE(?: IF NOT EXISTS)? (\w+)[\s\S]*MergeTree\('[^'{]*\{database\}/;

/** Each server writes what it has itself: with replication, one of a shard would. */
const FROM_SHARD_TO_SHARD = /parallel_distributed_insert_select=2/;

/** What one server has to run of a statement for all. */
function forOne(statement: string, path: string): string {
  const local = unreplicated(statement).replace(/ ON CLUSTER '[^']*'/, '');
  if (!FROM_SHARD_TO_SHARD.test(path)) return local;
  return local.replace(/^(\s*(?:INSERT INTO|FROM) \w+)\b/gm, '$1_local');
}

function unreplicated(statement: string): string {
  return statement.replace(
    /ENGINE = Replicated(\w+)\('[^']*', '[^']*'(?:, (\w+))?\)/,
    (_, engine: string, version?: string) => `ENGINE = ${engine}${version ? `(${version})` : ''}`,
  );
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** Only a server that took no connection has surely done nothing: the next one may be asked. */
function isAway(error: unknown): undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED') return undefined;
  throw error;
}

async function send(
  server: Behind,
  path: string,
  body: Buffer | string,
  { 'content-type': type }: IncomingHttpHeaders,
): Promise<Answer> {
  const headers = type ? { 'content-type': type } : {};
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers,
    body: new Uint8Array(Buffer.from(body)),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, body: bytes };
}

function reply(to: ServerResponse, { status, headers, body }: Answer): void {
  const kept = [...headers].filter(([name]) => /^(?:x-clickhouse|content-type)/.test(name));
  to.writeHead(status, Object.fromEntries(kept)).end(body);
}
