import { describe, expect, it } from 'vitest';
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
