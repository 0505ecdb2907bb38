import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ClickHouseServer, freePort, startProcess } from './clickhouse-server.ts';
import { type Behind, startEntry } from './cluster-entry.ts';

/** Name of the cluster, as in `CLICKHOUSE_CLUSTER`. */
export const CLUSTER = 'desk';

/** One server of a cluster, which may be killed and started again. */
interface ClusterNode {
  /** From 1. */
  readonly shard: number;
  /** From 1. */
  readonly replica: number;
  readonly url: string;
  start(): Promise<void>;
  freeze(): void;
  resume(): void;
  kill(): Promise<void>;
}

export interface ClickHouseCluster {
  /** The address for clients: whichever server answers. */
  readonly url: string;
  readonly nodes: readonly ClusterNode[];
  /** The node; throws where there is none. */
  node(shard: number, replica: number): ClusterNode;
  /**
   * Starts one more node with the tables of another, which all know from then on: of a shard that is
   * there, or of a new one. Meanwhile nothing is taken. What rows it is to have is not copied.
   */
  add(shard: number, database: string): Promise<ClusterNode>;
  close(): Promise<void>;
}

export interface ClusterOptions {
  readonly directory: string;
  readonly shards?: number;
  readonly replicas?: number;
  /** What one server may use. */
  readonly maxMemoryBytes?: number;
}

interface Member {
  readonly shard: number;
  readonly replica: number;
  readonly ports: { readonly http: number; readonly tcp: number };
  server: ClickHouseServer | undefined;
  /** The last start, which may still go on. */
  starting: Promise<unknown> | undefined;
  /** Started again when it ends by itself, as a supervisor does. */
  wanted: boolean;
}

/**
 * A cluster of real ClickHouse servers on loopback. The library that they are made of can take part in
 * distributed tables but not in replication, so an insert into a distributed table writes to all
 * replicas of a shard, and waits for all (`internal_replication` off, as without a keeper).
 */
export async function startCluster({
  directory,
  shards = 2,
  replicas = 2,
  maxMemoryBytes = 700 * 2 ** 20,
}: ClusterOptions): Promise<ClickHouseCluster> {
  const members: Member[] = [];
  const nodes: ClusterNode[] = [];
  const behind: Behind[] = [];
  const entry = await startEntry(await freePort(), CLUSTER, behind);

  const place = ({ shard, replica }: Member) => join(directory, `node-${shard}-${replica}`);
  const configure = () => {
    for (const member of members) {
      mkdirSync(place(member), { recursive: true });
      writeFileSync(`${place(member)}.config.xml`, configOf(member, members, maxMemoryBytes));
    }
  };
  const start = async (member: Member) => {
    const { http, tcp } = member.ports;
    const config = `${place(member)}.config.xml`;
    member.wanted = true;
    const starting = startProcess(place(member), http, tcp, config);
    member.starting = starting;
    const server = await starting;
    member.server = server;
    // Killing their peers in the middle of inserts makes servers of this library abort.
    void server.ended
      .then(() => (member.wanted ? start(member) : undefined))
      .catch(() => undefined);
  };
  const register = async (shard: number): Promise<Member> => {
    const replica = members.filter((one) => one.shard === shard).length + 1;
    const ports = { http: await freePort(), tcp: await freePort() };
    const member: Member = {
      shard,
      replica,
      ports,
      server: undefined,
      starting: undefined,
      wanted: false,
    };
    members.push(member);
    const url = `http://127.0.0.1:${ports.http}`;
    const place: Behind = { url, applied: 0 };
    behind.push(place);
    nodes.push({
      shard,
      replica,
      url,
      start: async () => {
        await start(member);
        await entry.catchUp(place);
      },
      freeze: () => member.server?.freeze(),
      resume: () => member.server?.resume(),
      kill: async () => {
        member.wanted = false;
        await member.server?.kill();
      },
    });
    return member;
  };
  const close = async () => {
    entry.close();
    for (const member of members) member.wanted = false;
    // One that is being started again has no handle yet.
    await Promise.allSettled(members.map(({ starting }) => starting));
    await Promise.all(members.map(({ server }) => server?.kill()));
  };

  try {
    for (let shard = 1; shard <= shards; shard++) {
      for (let replica = 1; replica <= replicas; replica++) await register(shard);
    }
    configure();
    await Promise.all(members.map(start));
  } catch (error) {
    await close();
    throw error;
  }
  const node = (shard: number, replica: number) => {
    const found = nodes.find((one) => one.shard === shard && one.replica === replica);
    if (found === undefined) throw new Error(`no replica ${replica} of shard ${shard}`);
    return found;
  };
  return {
    url: entry.url,
    nodes,
    node,
    async add(shard, database) {
      await entry.closedFor(async () => {
        const member = await register(shard);
        configure();
        await start(member);
        const [like, added] = [nodes[0]?.url ?? '', nodes.at(-1)?.url ?? ''];
        for (const statement of await definitions(like, database)) await say(added, statement);
        // What was run before it was there is in what it was made like.
        const place = behind.at(-1);
        if (place) place.applied = Math.max(...behind.map(({ applied }) => applied));
        // The library cannot read its configuration again.
        for (const one of members) {
          one.wanted = false;
          await one.server?.kill();
          await start(one);
        }
      });
      const replica = nodes.filter((one) => one.shard === shard).length;
      return node(shard, replica);
    },
    close,
  };
}

async function say(url: string, statement: string): Promise<string> {
  const answer = await fetch(url, { method: 'POST', body: statement });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return text;
}

/** Statements that make a database as it is on a server: rows first, then what stands before them. */
async function definitions(url: string, database: string): Promise<string[]> {
  const rows = await say(
    url,
    `SELECT create_table_query AS statement FROM system.tables WHERE database = '${database}'
     ORDER BY engine LIKE '%View', engine = 'Distributed', name FORMAT JSONEachRow`,
  );
  const made = rows
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line).statement]));
  return [`CREATE DATABASE IF NOT EXISTS ${database}`, ...made];
}

function configOf(
  { shard, replica }: Member,
  members: readonly Member[],
  maxMemoryBytes: number,
): string {
  const byShard = Map.groupBy(members, (member) => member.shard);
  const shards = [...byShard.values()].map((replicas) => {
    const each = replicas.map(
      ({ ports: { tcp } }) =>
        `<replica><host>127.0.0.1</host><port>${tcp}</port><user>default</user></replica>`,
    );
    return `<shard><internal_replication>false</internal_replication>${each.join('')}</shard>`;
  });
  return `<clickhouse>
  <macros><shard>${shard}</shard><replica>${replica}</replica><cluster>${CLUSTER}</cluster></macros>
  <remote_servers><${CLUSTER}>${shards.join('')}</${CLUSTER}></remote_servers>
  <max_server_memory_usage>${maxMemoryBytes}</max_server_memory_usage>
  <mark_cache_size>67108864</mark_cache_size>
  <background_pool_size>2</background_pool_size>
  <background_schedule_pool_size>16</background_schedule_pool_size>
  <query_log><database>system</database><table>query_log</table>
    <flush_interval_milliseconds>1000</flush_interval_milliseconds></query_log>
</clickhouse>`;
}
