import { describe, expect, it } from 'vitest';
import { bytesFaults } from './bytes-law.ts';
import { fileSizeFault } from './file-size-law.ts';
import { importFaults } from './import-law.ts';

describe('import law', () => {
  it.each([
    ['server/src/spool/writer.ts', '../lookup/dossier.ts'],
    ['server/src/explore/routes.ts', '../lookup/verdicts/not-found.ts'],
    ['shared/src/ids.ts', '../../server/src/config.ts'],
    ['web/src/ui/button.tsx', '../pages/home/page.tsx'],
    ['web/src/pages/home/page.tsx', '../request/page.tsx'],
    ['web/src/api/client.ts', '../../../server/src/config.ts'],
  ])('refuses %s importing %s', (file, specifier) => {
    expect(importFaults(file, `import { x } from '${specifier}';\n`)).toHaveLength(1);
  });

  it.each([
    ['server/src/lookup/routes.ts', '../clickhouse/client.ts'],
    ['server/src/lookup/routes.ts', '../alerts/alert-for.ts'],
    ['server/src/roles.ts', './lookup/routes.ts'],
    ['web/src/pages/home/page.tsx', '../../ui/button.tsx'],
  ])('allows %s importing %s', (file, specifier) => {
    expect(importFaults(file, `import type { x } from '${specifier}';\n`)).toEqual([]);
  });

  it('reads imports over several lines, re-exports and dynamic imports', () => {
    const text = `import {\n  a,\n  b,\n} from '../lookup/deep/x.ts';\nawait import('../lookup/deep/y.ts');\nexport { z } from '../lookup/deep/z.ts';\n`;
    expect(importFaults('server/src/explore/routes.ts', text)).toHaveLength(3);
  });
});

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
    expect(bytesFaults('server/src/telemetry/kept-events.ts', text)).toEqual([
      expect.stringContaining('kept-events.ts:2'),
    ]);
  });

  it('allows copyOf there, and slice where there are no bytes', () => {
    expect(
      bytesFaults('server/src/spool/x.ts', text.replace('body.slice()', 'copyOf(body)')),
    ).toEqual([]);
    expect(bytesFaults('server/src/spool/x.ts', text.replace('Uint8Array', 'string'))).toEqual([]);
    expect(bytesFaults('server/src/lookup/x.ts', text)).toEqual([]);
  });
});
