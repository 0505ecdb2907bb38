import { describe, expect, it } from 'vitest';
import { SchemaFault } from './schema-fault.ts';
import { schemaFiles } from './schema-files.ts';
import { statementsOf } from './schema-statements.ts';
import { FORMER_TABLES, tablesOf, withDirectives } from './table-storage.ts';

const CLUSTER = '-- cluster: sharded by cityHash64(id)';
const EXPIRES = '-- expires: RETENTION_DAYS after at';

const novel = (lines: readonly string[], ttl = '') => `-- What it is for;
${lines.join('\n')}
CREATE TABLE novel (
  id UInt64,
  at DateTime
)
ENGINE = ReplacingMergeTree
ORDER BY id${ttl};
`;

describe('directives of a schema file', () => {
  it('say where rows live and when they expire', () => {
    expect(withDirectives(novel([CLUSTER, EXPIRES]), {})).toEqual({
      novel: { sharding: 'cityHash64(id)', expires: 'at' },
    });
    const own = novel(
      ['-- cluster: everywhere', '-- expires: by its own TTL'],
      '\nTTL at + INTERVAL 1 DAY',
    );
    expect(withDirectives(own, {})).toEqual({ novel: { sharding: undefined, expires: undefined } });
  });

  it.each([
    [[EXPIRES], '', /^the table novel needs a line “-- cluster: sharded by EXPRESSION”/],
    [['-- cluster: beside its source', EXPIRES], '', /is written by no view/],
    [[CLUSTER], '', /^the table novel needs a line “-- expires: RETENTION_DAYS after COLUMN”/],
    [['-- cluster: sharded', EXPIRES], '', /needs a line “-- cluster/],
    [['-- cluster: sharded by rand(id)', EXPIRES], '', /sharded by one of cityHash64/],
    [['-- cluster: sharded by rand()', EXPIRES], '', /sharded by one of cityHash64/],
    [['-- cluster: sharded by id', EXPIRES], '', /sharded by one of .* not by id$/],
    [['-- cluster: sharded by cityHash64(id) % 2', EXPIRES], '', /sharded by one of/],
    [['-- cluster: sharded by cityHash64(id) -- x', EXPIRES], '', /sharded by one of/],
    [['-- cluster: sharded by cityHash64(1)', EXPIRES], '', /without a column/],
    [['-- cluster: sharded by cityHash64(at)', EXPIRES], '', /no column at in its ORDER BY/],
    ...['yesterday()', 'rowNumberInAllBlocks()', 'serverUUID()', "getMacro('shard')"].map(
      (own): [string[], string, RegExp] => [
        [`-- cluster: sharded by cityHash64(id, ${own})`, EXPIRES],
        '',
        /directive with \w+\(\), which is none of cityHash64/,
      ],
    ),
    [[CLUSTER, '-- expires: RETENTION_DAYS after greatest(at, yesterday())'], '', /none of/],
    [['-- cluster: sharded by cityHash64(ident)', EXPIRES], '', /no column ident/],
    [[CLUSTER, '-- expires: RETENTION_DAYS after time'], '', /no column time/],
    [[CLUSTER, '-- expires: by its own TTL'], '', /and has none/],
    [[CLUSTER, EXPIRES], '\nTTL at + INTERVAL 1 DAY', /not both/],
    [[CLUSTER, CLUSTER, EXPIRES], '', /stands twice/],
  ])('are needed and checked: %j %j', (lines, ttl, message) => {
    for (const cluster of [undefined, 'desk']) {
      const thrown = () => statementsOf(novel(lines, ttl), cluster);
      expect(thrown).toThrow(SchemaFault);
      expect(thrown).toThrow(message);
    }
  });

  it('say of what a view writes that it is beside its source, and if it must, where that is', () => {
    const view = `
CREATE MATERIALIZED VIEW novel_mv TO novel AS
SELECT id, at
FROM otel_logs;`;
    const key = (cluster: string) =>
      withDirectives(novel([cluster, EXPIRES]) + view, {}).novel?.sharding;
    expect(() => key(CLUSTER)).toThrow(/written by a view: it is “beside its source”/);
    expect(key('-- cluster: beside its source')).toBe('rand()');
    expect(key(CLUSTER.replace('sharded', 'beside its source, sharded'))).toBe('cityHash64(id)');
  });

  it('belong to a table that is made', () => {
    expect(() => withDirectives(`${CLUSTER}\nALTER TABLE otel_logs ADD COLUMN a UInt8;`)).toThrow(
      /before CREATE TABLE only/,
    );
  });

  it('are missed in one line that names the file', () => {
    const files = [{ name: '099_novel.sql', sql: novel([]) }];
    expect(() => tablesOf(files)).toThrow(
      /^server\/schema\/099_novel\.sql: the table novel needs a line [^\n]*$/,
    );
  });
});

describe('tables of before directives', () => {
  it('are those of the files that have none, each with a time after which its rows expire', async () => {
    const files = await schemaFiles();
    const tables = tablesOf(files);
    const made = files
      .flatMap(({ sql }) => statementsOf(sql, undefined))
      .flatMap((statement) => {
        const name = /^CREATE TABLE IF NOT EXISTS (\w+)/.exec(statement)?.[1];
        return name === undefined ? [] : [{ name, own: /^TTL /m.test(statement) }];
      });
    expect(made.map(({ name }) => name).sort()).toEqual(Object.keys(tables).sort());
    for (const { name, own } of made) expect(own, name).toBe(tables[name]?.expires === undefined);
    const former = files.filter(({ sql }) => !/^-- (?:cluster|expires):/m.test(sql));
    const text = former.map(({ sql }) => sql).join('\n');
    for (const name of Object.keys(FORMER_TABLES)) expect(text).toContain(`CREATE TABLE ${name} (`);
  });
});
