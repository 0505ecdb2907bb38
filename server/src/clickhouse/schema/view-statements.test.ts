import { expect, it } from 'vitest';
import { viewsMadeBy, withoutReplaced } from './view-statements.ts';

const CREATE = 'CREATE MATERIALIZED VIEW IF NOT EXISTS a_mv TO a AS\nSELECT 1\nFROM logs';
const CHANGES = [2, 3].map((n) => `ALTER TABLE a_mv MODIFY QUERY\nSELECT ${n}\nFROM logs`);
const OTHER = 'ALTER TABLE b_mv MODIFY QUERY\nSELECT 4\nFROM logs';
const COLUMN = 'ALTER TABLE a ADD COLUMN IF NOT EXISTS n UInt8';

it('leaves out the changes of a view that later ones replace, on a cluster too', () => {
  const statements = [CREATE, ...CHANGES.slice(0, 1), COLUMN, OTHER, ...CHANGES.slice(1)];
  expect(withoutReplaced(statements)).toEqual([CREATE, COLUMN, OTHER, CHANGES[1]]);
  const on = (text: string) => text.replace(/_mv MOD/, "_mv ON CLUSTER 'desk' MOD");
  expect(withoutReplaced(CHANGES.map(on))).toEqual([on(CHANGES[1] ?? '')]);
});

it('returns the last query of each view that is made', () => {
  const views = viewsMadeBy([CREATE, COLUMN, ...CHANGES, OTHER]);
  expect(views).toEqual([{ target: 'a', select: 'SELECT 3\nFROM logs' }]);
});

it('fills no view that is dropped again', () => {
  expect(viewsMadeBy([CREATE, ...CHANGES, 'DROP VIEW IF EXISTS a_mv'])).toEqual([]);
});
