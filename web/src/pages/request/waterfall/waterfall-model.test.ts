import type { DossierSpan } from '@request-desk/shared/dossier';
import { describe, expect, it } from 'vitest';
import { criticalPath, selfTime } from './critical-path.ts';
import { type SpanNode, spanTree } from './span-tree.ts';
import { clampWindow, ticks, zoom } from './time-window.ts';
import { matches, revealed, visibleRows } from './visible-rows.ts';

function span(
  id: string,
  parent: string,
  from: number,
  to: number,
  more: Partial<DossierSpan> = {},
) {
  return {
    span_id: id,
    parent_span_id: parent,
    name: id,
    kind: 'Internal',
    service: 'parcel-api',
    offset_us: from,
    duration_us: to - from,
    status: 'Unset',
    status_message: '',
    attributes: {},
    events: [],
    links: [],
    ...more,
  } satisfies DossierSpan;
}
const outline = (nodes: readonly SpanNode[]) =>
  nodes.map((node) => `${' '.repeat(node.depth)}${node.span.span_id}`);

describe('the tree', () => {
  it('nests by parent and orders by start, in whatever order the spans come', () => {
    const tree = spanTree([
      span('db', 'root', 50, 90),
      span('auth', 'root', 5, 20),
      span('key', 'auth', 6, 10),
      span('root', '', 0, 100),
    ]);
    expect(outline(visibleRows(tree.roots, new Set()))).toEqual(['root', ' auth', '  key', ' db']);
    expect(tree).toMatchObject({ start: 0, end: 100, orphans: 0, skewed: 0 });
  });

  it('shows a span whose parent is missing as an orphan root', () => {
    const tree = spanTree([span('root', '', 0, 10), span('lost', 'gone', 2, 3)]);
    expect(tree.orphans).toBe(1);
    expect(tree.byId.get('lost')).toMatchObject({ orphan: true, depth: 0 });
  });

  it('breaks circles and shows each of their spans once', () => {
    const tree = spanTree([span('a', 'b', 0, 9), span('b', 'a', 1, 8), span('self', 'self', 2, 3)]);
    expect(outline(visibleRows(tree.roots, new Set()))).toEqual(['a', ' b', 'self']);
    expect(tree.orphans).toBe(2);
  });

  it('flags a child that seems to start before its parent', () => {
    const tree = spanTree([
      span('root', '', 5_000, 9_000),
      span('early', 'root', 1_000, 6_000),
      span('fine', 'root', 4_500, 6_000),
    ]);
    expect(tree.byId.get('early')?.skewUs).toBe(4_000);
    expect(tree.byId.get('fine')?.skewUs).toBe(0);
    expect(tree.start).toBe(1_000);
  });

  it('counts what is below, and what of it failed', () => {
    const tree = spanTree([
      span('root', '', 0, 9),
      span('a', 'root', 1, 8),
      span('b', 'a', 2, 7, { status: 'Error' }),
    ]);
    expect(tree.byId.get('root')).toMatchObject({ below: 2, failedBelow: 1 });
  });

  it('keeps the first of two spans with one id, and a window for no spans at all', () => {
    expect(spanTree([span('a', '', 0, 5), span('a', '', 7, 9)]).end).toBe(5);
    expect(spanTree([])).toMatchObject({ start: 0, end: 1, roots: [] });
  });

  it('arranges 10,000 spans nested 10,000 deep', () => {
    const deep = Array.from({ length: 10_000 }, (_, i) =>
      span(`s${i}`, i === 0 ? '' : `s${i - 1}`, i, 20_000 - i),
    );
    const tree = spanTree(deep);
    expect(tree.byId.get('s9999')?.depth).toBe(9_999);
    const [root] = tree.roots;
    expect(root && criticalPath(root).length).toBeGreaterThan(9_999);
  });
});

describe('rows', () => {
  const tree = spanTree([span('root', '', 0, 9), span('a', 'root', 1, 8), span('b', 'a', 2, 7)]);

  it('leaves out what is below a collapsed span', () => {
    expect(outline(visibleRows(tree.roots, new Set(['a'])))).toEqual(['root', ' a']);
  });

  it('reveals a hidden span by expanding its ancestors only', () => {
    const b = tree.byId.get('b');
    expect(b && [...revealed(new Set(['root', 'a', 'b']), b)]).toEqual(['b']);
  });

  it.each(['pg.query', 'SELECT', 'pool', 'retry'])('finds a span by %s', (text) => {
    const found = span('x', '', 0, 1, {
      name: 'pg.query',
      attributes: { 'db.statement': 'select 1', 'db.pool': 'main' },
      events: [{ name: 'retry', offset_us: 0, attributes: {} }],
    });
    expect(matches(found, text.toLowerCase())).toBe(true);
    expect(matches(found, 'absent')).toBe(false);
  });
});

describe('the critical path', () => {
  const path = (...spans: DossierSpan[]) => {
    const [root] = spanTree(spans).roots;
    return root ? criticalPath(root).map((s) => `${s.node.span.span_id} ${s.from}-${s.to}`) : [];
  };

  it('alternates between a span and the children that held it up', () => {
    expect(path(span('r', '', 0, 100), span('a', 'r', 10, 40), span('b', 'r', 50, 90))).toEqual([
      'r 0-10',
      'a 10-40',
      'r 40-50',
      'b 50-90',
      'r 90-100',
    ]);
  });

  it('takes of parallel children the one that ends last', () => {
    expect(path(span('r', '', 0, 100), span('a', 'r', 10, 60), span('b', 'r', 10, 95))).toEqual([
      'r 0-10',
      'b 10-95',
      'r 95-100',
    ]);
  });

  it('cuts a child that outlives its parent', () => {
    expect(path(span('r', '', 0, 100), span('late', 'r', 80, 150))).toEqual([
      'r 0-80',
      'late 80-100',
    ]);
  });
});

it('measures self time without counting overlapping children twice', () => {
  const tree = spanTree([span('r', '', 0, 100), span('a', 'r', 10, 40), span('b', 'r', 30, 60)]);
  const root = tree.byId.get('r');
  expect(root && selfTime(root)).toBe(50);
});

describe('the time axis', () => {
  it.each([
    [{ from: 0, to: 1_000 }, 5, [0, 200, 400, 600, 800, 1_000]],
    [{ from: 130, to: 870 }, 4, [200, 400, 600, 800]],
    [{ from: 0, to: 3 }, 3, [0, 1, 2, 3]],
  ])('%j has round ticks', (window, count, expected) => {
    expect(ticks(window, count)).toEqual(expected);
  });

  const whole = { from: 0, to: 1_000 };
  it('zooms around a point and never leaves the trace', () => {
    expect(zoom(whole, 0.5, 0.5, whole)).toEqual({ from: 250, to: 750 });
    expect(zoom({ from: 0, to: 500 }, 4, 0, whole)).toEqual(whole);
  });

  it('turns a window drawn backwards around and keeps it inside', () => {
    expect(clampWindow({ from: 800, to: -5 }, whole)).toEqual({ from: 0, to: 800 });
    expect(clampWindow({ from: 1_000, to: 1_000 }, whole)).toEqual({ from: 999, to: 1_000 });
  });
});
