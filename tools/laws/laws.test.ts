import { describe, expect, it } from 'vitest';
import { bytesFaults } from './bytes-law.ts';
import { fileSizeFault } from './file-size-law.ts';
import { folderSizeFaults } from './folder-size-law.ts';
import { importFaults } from './import-law.ts';
import { moduleStateFaults } from './module-state-law.ts';
import { spreadFaults } from './spread-law.ts';
import { vocabularyFaults } from './vocabulary-law.ts';

describe('import law', () => {
  it.each([
    ['emitter/src/spool/writer.ts', '../../../server/src/lookup/dossier.ts'],
    ['emitter/src/spool/writer.ts', '../../../server/src/clickhouse/client.ts'],
    ['server/src/explore/routes.ts', '../lookup/verdicts/missing.ts'],
    ['server/src/lookup/lookup.ts', '../meetso/profile.ts'],
    ['server/src/meetso/public-api.ts', '../lookup/lookup.ts'],
    ['server/src/meetso/public-api.ts', '../clickhouse/client.ts'],
    ['server/src/database/database.ts', '../clickhouse/client.ts'],
    ['server/src/lookup/lookup.ts', '../config.ts'],
    ['server/src/lookup/lookup.ts', '../../../testkit/poll.ts'],
    ['shared/src/ids.ts', '../../server/src/config.ts'],
    ['shared/src/ids.ts', '@request-desk/fastify/spool/spool'],
    ['testkit/poll.ts', '../bench/bench.ts'],
    ['testkit/poll.ts', '../e2e/start.test.ts'],
    ['bench/bench.ts', '../e2e/start.test.ts'],
    ['e2e/start.test.ts', '../bench/bench.ts'],
    ['server/vite.config.ts', '../web/src/app/main.tsx'],
    ['vitest.config.ts', './server/src/main.ts'],
    ['web/src/ui/button.tsx', '../pages/home/page.tsx'],
    ['web/src/pages/home/page.tsx', '../request/page.tsx'],
    ['web/src/api/client.ts', '../../../server/src/config.ts'],
  ])('refuses %s importing %s', (file, specifier) => {
    expect(importFaults(file, `import { x } from '${specifier}';\n`)).toHaveLength(1);
  });

  it.each([
    ['server/src/lookup/routes.ts', '../clickhouse/client.ts'],
    ['server/src/lookup/routes.ts', '../alerts/alert-for.ts'],
    ['server/src/lookup/routes.ts', '@request-desk/fastify/redaction/scrub'],
    ['server/src/lookup/lookup.test.ts', '../../../testkit/poll.ts'],
    ['server/src/roles.ts', './lookup/routes.ts'],
    ['server/src/roles.ts', './meetso/profile.ts'],
    ['bench/chaos/run-chaos.ts', '../../testkit/random.ts'],
    ['web/src/pages/home/page.tsx', '../../ui/button.tsx'],
  ])('allows %s importing %s', (file, specifier) => {
    expect(importFaults(file, `import type { x } from '${specifier}';\n`)).toEqual([]);
  });

  it.each(['scripts/new.ts', 'server/src/billing/new.ts', 'web/src/new/new.ts'])(
    'refuses %s, which stands in no folder of the law',
    (file) => expect(importFaults(file, '')).toHaveLength(1),
  );

  it('reads imports over several lines, re-exports and dynamic imports', () => {
    const text = `import {\n  a,\n  b,\n} FROM '../lookup/deep/x.ts';\nawait IMPORTCALL'../lookup/deep/y.ts');\nexport { z } FROM '../lookup/deep/z.ts';\n`;
    expect(importFaults('server/src/explore/routes.ts', written(text))).toHaveLength(3);
  });

  it.each([
    "export * FROM '../lookup/deep/x.ts';",
    "IMPORT type { x } FROM '../lookup/deep/x.ts';",
    "let x: IMPORTCALL'../lookup/deep/x.ts').X;",
    "IMPORT a FROM './a.ts'; IMPORT b FROM '../lookup/deep/x.ts';",
    "IMPORT { a /* ; */ } FROM '../lookup/deep/x.ts';",
    "IMPORT { a } FROM // why\n  '../lookup/deep/x.ts';",
    'await IMPORTCALL`../lookup/deep/x.ts`);',
    "IMPORTCALL/* webpack */ '../lookup/deep/x.ts');",
    "createRequire(import.meta.url)CALL'../lookup/deep/x.ts');",
    "new Worker(new URLCALL'../lookup/deep/x.ts', import.meta.url));",
    "IMPORT '../../../node_modules/@request-desk/server/src/lookup/deep/x.ts';",
    "IMPORT x FROM '@request-desk/server/src/lookup/deep/x.ts';",
    "IMPORT x FROM '@request-desk/server/src/meetso/profile';",
    "IMPORT x FROM './deep/../../meetso/profile.ts';",
    "IMPORT x FROM '/srv/server/src/meetso/profile.ts';",
    "const path = '../meetso/profile.ts';\nawait IMPORT(path);",
    "IMPORT x FROM './sample.fixture.ts';",
  ])('refuses %j', (text) => {
    expect(importFaults('server/src/explore/routes.ts', written(text))).toHaveLength(1);
  });

  it('accepts the package by its own name', () => {
    const text = written("IMPORT { requestDesk } FROM '@request-desk/fastify';");
    expect(importFaults('shared/src/ids.ts', text)).toHaveLength(1);
    expect(importFaults('web/src/ui/button.tsx', text)).toHaveLength(1);
    expect(importFaults('examples/charges-api/app.ts', text)).toEqual([]);
  });
});

/** So that the law, which reads this file too, does not take what it is tested with for imports. */
function written(text: string): string {
  return text.replaceAll('IMPORT', 'import').replaceAll('FROM', 'from').replaceAll('CALL', '(');
}

describe('file size law', () => {
  it('allows more lines in tests than in code', () => {
    const text = 'x\n'.repeat(300);
    expect(fileSizeFault('a.ts', text)).toContain('300 lines');
    expect(fileSizeFault('a.test.ts', text)).toBeUndefined();
  });
});

describe('bytes law', () => {
  const text = 'keep(body: Uint8Array) {\n  this.kept.push(body.slice());\n}\n';

  it('refuses slice where bytes are handled, and says on which line', () => {
    expect(bytesFaults('emitter/src/spool/kept-events.ts', text)).toEqual([
      expect.stringContaining('kept-events.ts:2'),
    ]);
  });

  it('allows copyOf there, and slice where there are no bytes', () => {
    expect(
      bytesFaults('emitter/src/spool/x.ts', text.replace('body.slice()', 'copyOf(body)')),
    ).toEqual([]);
    expect(bytesFaults('emitter/src/spool/x.ts', text.replace('Uint8Array', 'string'))).toEqual([]);
    expect(bytesFaults('server/src/lookup/x.ts', text)).toEqual([]);
  });
});

describe('vocabulary law', () => {
  it.each([
    ['server/src/lookup/dossier.ts', "if (code === 'not_found') return;"],
    ['web/src/app/main.tsx', 'const title = `Meetso desk`;'],
    ['server/src/database/key-secret.ts', '`mts_live_`'],
    ['shared/src/ids.ts', "'mtg_'"],
    ['web/src/app/pages.test.tsx', "'rate_limited'"],
    ['server/schema/014_more.sql', "LogAttributes['meetso.org.id']"],
    ['server/drizzle/0099_more.sql', "DEFAULT 'rate_limited'"],
    ['web/index.html', '<title>Meetso desk</title>'],
  ])('refuses in %s: %s', (file, line) => {
    expect(vocabularyFaults(file, `ok\n${line}\n`)).toEqual([expect.stringContaining(`${file}:2`)]);
  });

  it.each([
    ['server/src/meetso/profile.ts', "'not_found'"],
    ['server/src/roles.ts', "import './meetso/public-api.ts'"],
    ['shared/src/legacy-contract.ts', "'meetso.org.id'"],
    ['server/schema/003_api_requests.sql', "'meetso.org.id'"],
    ['server/src/lookup/reply.test.ts', "'rate_limited'"],
    ['server/src/console/console-error.ts', "'no_such_thing', mts, invalid_requests"],
  ])('allows in %s: %s', (file, line) => {
    expect(vocabularyFaults(file, line)).toEqual([]);
  });
});

describe('module state law', () => {
  it.each([
    'const pool: Buffer[] = [];',
    'let last = 0;',
    'export const cache = new Map<string, number>();',
    'const writer = new ProtobufWriter(2048);',
    'const ends = new Int32Array(DEPTH + 1);',
    'const scratch = Buffer.alloc(64);',
  ])('refuses %s', (line) => {
    expect(moduleStateFaults('emitter/src/x.ts', `${line}\n`)).toHaveLength(1);
    expect(moduleStateFaults('emitter/src/x.test.ts', `${line}\n`)).toEqual([]);
  });

  it.each([
    'const FULL = new Set([1, 2]);',
    'const EMPTY = new Uint8Array();',
    'const known = new WeakMap<Store, number>();',
    '  const inside = new Map();',
    'const NAMES = Object.keys(X) as Name[];',
  ])('allows %s', (line) => {
    expect(moduleStateFaults('server/src/x.ts', `${line}\n`)).toEqual([]);
  });
});

describe('folder size law', () => {
  const many = Array.from({ length: 26 }, (_, index) => `web/src/ui/${index}.ts`);
  it('wants a reason for more than 25 files', () => {
    expect(folderSizeFaults(many.slice(1), () => undefined)).toEqual([]);
    expect(folderSizeFaults(many, () => undefined)).toHaveLength(1);
    expect(folderSizeFaults(many, () => '# Parts\n\nMany small ones.')).toHaveLength(1);
    expect(folderSizeFaults(many, () => 'Over 25 files because each is one.')).toEqual([]);
  });
});

describe('spread law', () => {
  const spread = '...';
  it.each([
    `  ${spread}{ a, b },`,
    `<Bar {${spread}{ a }} />`,
    `  ${spread} {`,
    `  ${spread}['a', 'b'],`,
    `[${spread}[\n  [1, 2],\n]]`,
  ])('refuses %s', (line) => expect(spreadFaults('web/src/x.tsx', `${line}\n`)).toHaveLength(1));

  it.each([
    `  ${spread}(a && { a }),`,
    `  ${spread}options,`,
    `[${spread}[1, 2].map(f)]`,
    `[${spread}[${spread}a].sort()]`,
  ])('allows %s', (line) => expect(spreadFaults('server/src/x.ts', `${line}\n`)).toEqual([]));
});
