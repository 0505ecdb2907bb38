import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { changeSchema } from '../../../testkit/upgrade/schema-changes.ts';
import { type OpenedStore, openClickHouse } from '../../src/clickhouse/client.ts';
import { SchemaChanged } from '../../src/clickhouse/schema/inspect-schema.ts';
import { migrate } from '../../src/clickhouse/schema/migrate.ts';
import { statementsOf } from '../../src/clickhouse/schema/schema-statements.ts';

const SCHEMA = join(import.meta.dirname, '../../schema');
const directory = mkdtempSync(join(tmpdir(), 'desk-schema-'));
const copy = join(directory, 'schema');
const line = z.unknown();
let clickhouse: OpenedStore;

beforeAll(async () => {
  clickhouse = await openClickHouse({ path: join(directory, 'clickhouse') });
});

afterAll(async () => {
  await clickhouse.close();
  rmSync(directory, { recursive: true });
});

describe('the schema', () => {
  it('refuses a file that changed after it was applied, and names it', async () => {
    cpSync(SCHEMA, copy, { recursive: true });
    await migrate(clickhouse, 30, copy);
    await migrate(clickhouse, 30, copy);
    appendFileSync(join(copy, '003_api_requests.sql'), '\n-- changed\n');
    const thrown = await migrate(clickhouse, 30, copy).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(SchemaChanged);
    expect(String(thrown)).toContain('003_api_requests.sql');
  });

  it('changes in each way that a later release may need', async () => {
    const { found, expected } = await changeSchema(clickhouse, directory);
    expect(found).toEqual(expected);
  });

  it('becomes replicated and distributed tables on a cluster, in statements that parse', async () => {
    const statements = readdirSync(SCHEMA).flatMap((file) =>
      statementsOf(readFileSync(join(SCHEMA, file), 'utf8'), 'desk'),
    );
    for (const statement of statements) {
      expect(statement).toContain("ON CLUSTER 'desk'");
      const ast = await clickhouse.query(`EXPLAIN AST ${statement}`, {}, line);
      expect(ast).not.toHaveLength(0);
    }
    const text = statements.join('\n');
    expect(text.match(/ReplicatedReplacingMergeTree\('/g)).toHaveLength(14);
    expect(text.match(/ENGINE = Distributed\('desk'/g)).toHaveLength(14);
    expect(text).toContain('FROM otel_logs_local');
    expect(text).toContain('TO request_index_local AS');
    expect(text).not.toMatch(/ENGINE = ReplacingMergeTree/);
  });
});
