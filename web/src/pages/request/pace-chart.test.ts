import type { Evidence } from '@request-desk/shared/dossier';
import { describe, expect, it } from 'vitest';
import { paceOf } from './pace-chart.tsx';

const series = (rows: Evidence['rows']): Evidence => ({ kind: 'series', label: 'Pace', rows });
const at = (second: number) => `2026-09-14T14:02:0${second}.000Z`;

describe('the pace of a key', () => {
  it('has a place for steps without a request', () => {
    const pace = paceOf(
      series([
        { at: at(1), seconds: 1, accepted: 10, refused: 0 },
        { at: at(4), seconds: 1, accepted: 10, refused: 3 },
      ]),
    );
    expect(pace?.map(({ accepted, refused }) => [accepted, refused])).toEqual([
      [10, 0],
      [0, 0],
      [0, 0],
      [10, 3],
    ]);
  });

  it.each([
    ['other columns', series([{ since: at(1) }, { since: at(2) }])],
    ['a single row', series([{ at: at(1), seconds: 1, accepted: 1, refused: 0 }])],
    ['rows of another kind', { ...series([]), kind: 'requests' as const }],
  ])('is not drawn from %s', (_name, evidence) => expect(paceOf(evidence)).toBeUndefined());
});
