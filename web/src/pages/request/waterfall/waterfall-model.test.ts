import type { DossierSpan } from '@request-desk/shared/dossier';
import { describe, expect, it } from 'vitest';
import { criticalPath, selfTime } from './critical-path.ts';
import { logsBySpan } from './logs-by-span.ts';
import { type SpanNode, spanLabel } from './span-node.ts';
import { spanTree } from './span-tree.ts';
import { span } from './spans.fixture.ts';
import { clampWindow, ticks, zoom } from './time-window.ts';
import { matches, revealed, visibleRows } from './visible-rows.ts';

const MINUTE = 60_000_000;
const HOUR = 60 * MINUTE;
const outline = (nodes: readonly SpanNode[]) =>
  nodes.map((node) => `${' '.repeat(node.depth)}${node.key}`);

describe('the tree', () => {
  it('nests by parent and orders by start, in whatever order the spans come', () => {
    const tree = spanTree([
      span('db', 'root', [50, 90]),
      span('auth', 'root', [5, 20]),
      span('key', 'auth', [6, 10]),
      span('root', '', [0, 100]),
    ]);
    expect(outline(visibleRows(tree.roots, new Set()))).toEqual(['root', ' auth', '  key', ' db']);
    expect(tree).toMatchObject({ near: { from: 0, to: 100 }, orphans: 0, skewed: 0 });
  });

  it('calls a span without a name something', () => {
    const named = span('GET /x', '', [0, 10]);
    expect(spanLabel(named)).toBe(named.name);
    expect(spanLabel({ ...named, name: '' })).toBe('(without a name)');
  });

  it('shows a span whose parent is missing as an orphan root', () => {
    const tree = spanTree([span('root', '', [0, 10]), span('lost', 'gone', [2, 3])]);
    expect(tree.orphans).toBe(1);
    expect(tree.byKey.get('lost')).toMatchObject({ orphan: true, depth: 0 });
  });

  it('breaks circles and shows each of their spans once', () => {
    const tree = spanTree([
      span('a', 'b', [0, 9]),
      span('b', 'a', [1, 8]),
      span('self', 'self', [2, 3]),
    ]);
    expect(outline(visibleRows(tree.roots, new Set()))).toEqual(['a', ' b', 'self']);
    expect(tree).toMatchObject({ orphans: 0, circles: 2 });
  });

  it('flags a child that seems to start before its parent', () => {
    const tree = spanTree([
      span('root', '', [5_000, 9_000]),
      span('early', 'root', [1_000, 6_000]),
      span('fine', 'root', [4_500, 6_000]),
    ]);
    expect(tree.byKey.get('early')?.skewUs).toBe(4_000);
    expect(tree.byKey.get('fine')?.skewUs).toBe(0);
    expect(tree.near.from).toBe(1_000);
  });

  it('counts what is below, and what of it failed', () => {
    const tree = spanTree([
      span('root', '', [0, 9]),
      span('a', 'root', [1, 8]),
      span('b', 'a', [2, 7], { status: 'Error' }),
    ]);
    expect(tree.byKey.get('root')).toMatchObject({ below: 2, failedBelow: 1 });
  });

  it('has a window for no spans at all', () => {
    expect(spanTree([])).toMatchObject({ near: { from: 0, to: 1 }, roots: [] });
  });

  it('arranges 10,000 spans nested 10,000 deep', () => {
    const deep = Array.from({ length: 10_000 }, (_, i) =>
      span(`s${i}`, i === 0 ? '' : `s${i - 1}`, [i, 20_000 - i]),
    );
    const tree = spanTree(deep);
    expect(tree.byKey.get('s9999')?.depth).toBe(9_999);
    const [root] = tree.roots;
    expect(root && criticalPath(root).length).toBeGreaterThan(9_999);
  });
});

describe('rows', () => {
  const tree = spanTree([
    span('root', '', [0, 9]),
    span('a', 'root', [1, 8]),
    span('b', 'a', [2, 7]),
  ]);

  it('leaves out what is below a collapsed span', () => {
    expect(outline(visibleRows(tree.roots, new Set(['a'])))).toEqual(['root', ' a']);
  });

  it('reveals a hidden span by expanding its ancestors only', () => {
    const b = tree.byKey.get('b');
    expect(b && [...revealed(new Set(['root', 'a', 'b']), b)]).toEqual(['b']);
  });

  it.each(['pg.query', 'SELECT', 'pool', 'retry'])('finds a span by %s', (text) => {
    const found = span('x', '', [0, 1], {
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
    expect(
      path(span('r', '', [0, 100]), span('a', 'r', [10, 40]), span('b', 'r', [50, 90])),
    ).toEqual(['r 0-10', 'a 10-40', 'r 40-50', 'b 50-90', 'r 90-100']);
  });

  it('takes of parallel children the one that ends last', () => {
    expect(
      path(span('r', '', [0, 100]), span('a', 'r', [10, 60]), span('b', 'r', [10, 95])),
    ).toEqual(['r 0-10', 'b 10-95', 'r 95-100']);
  });

  it('cuts a child that outlives its parent', () => {
    expect(path(span('r', '', [0, 100]), span('late', 'r', [80, 150]))).toEqual([
      'r 0-80',
      'late 80-100',
    ]);
  });
});

it('measures self time without counting overlapping children twice', () => {
  const tree = spanTree([
    span('r', '', [0, 100]),
    span('a', 'r', [10, 40]),
    span('b', 'r', [30, 60]),
  ]);
  const root = tree.byKey.get('r');
  expect(root && selfTime(root)).toBe(50);
});

describe('the time axis', () => {
  it.each([
    [{ from: 0, to: 1_000 }, 5, [0, 200, 400, 600, 800, 1_000]],
    [{ from: 130, to: 870 }, 4, [200, 400, 600, 800]],
    [{ from: 0, to: 3 }, 3, [0, 1, 2, 3]],
    [{ from: 0, to: 3 * MINUTE }, 3, [0, MINUTE, 2 * MINUTE, 3 * MINUTE]],
    [{ from: 0, to: 20 * HOUR }, 4, [0, 6 * HOUR, 12 * HOUR, 18 * HOUR]],
    [{ from: 0, to: 100 * 24 * HOUR }, 5, [0, 1, 2, 3, 4, 5].map((n) => n * 480 * HOUR)],
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

const DAY = 24 * HOUR;
const REQUEST = { from: 0, to: 100 };
const keys = (tree: ReturnType<typeof spanTree>) =>
  visibleRows(tree.roots, new Set()).map(({ key, depth }) => `${' '.repeat(depth)}${key}`);
const other = { service: 'billing' };

it.each([
  ['a day behind', -DAY],
  ['a day ahead', DAY],
  ['57 years behind', -57 * 365 * DAY],
])('draws a span whose clock is %s inside its parent, with what is below it', (_name, off) => {
  const tree = spanTree(
    [
      span('root', '', [0, 100]),
      span('call', 'root', [20, 80]),
      span('remote', 'call', [off + 1_000, off + 1_040], other),
      span('below', 'remote', [off + 1_010, off + 1_030], other),
    ],
    REQUEST,
  );
  expect(tree.near).toEqual({ from: 0, to: 100 });
  expect(tree.byKey.get('remote')).toMatchObject({ start: 30, end: 70, outside: false });
  expect(tree.byKey.get('below')).toMatchObject({ start: 40, end: 60 });
  expect(tree).toMatchObject({ moved: 2, skewed: 0, outside: 0 });
});

it('draws a caller with a wrong clock around what it called', () => {
  const tree = spanTree(
    [span('gateway', '', [DAY, DAY + 140], other), span('server', 'gateway', [0, 100])],
    REQUEST,
  );
  expect(tree.byKey.get('gateway')).toMatchObject({ start: -20, end: 120 });
  expect(keys(tree)).toEqual(['gateway', ' server']);
});

it.each([
  ['later work on the same clock', { service: 'parcel-api' }],
  ['a message taken up later', { service: 'worker', kind: 'Consumer' }],
])('leaves %s where it is, outside of what is drawn', (_name, more) => {
  const tree = spanTree(
    [span('root', '', [0, 100]), span('job', 'root', [DAY, DAY + 9], more)],
    REQUEST,
  );
  expect(tree).toMatchObject({
    near: REQUEST,
    all: { from: 0, to: DAY + 9 },
    outside: 1,
    moved: 0,
  });
});

it('leaves far spans outside when nothing says where they belong', () => {
  const tree = spanTree([span('root', '', [0, 100]), span('x', 'gone', [-DAY, 9 - DAY])], REQUEST);
  expect(tree).toMatchObject({ near: REQUEST, outside: 1, orphans: 1 });
});

it('cuts what lasts far longer than the request, and moves nothing of it', () => {
  const tree = spanTree(
    [span('batch', '', [-HOUR, HOUR]), span('root', 'batch', [0, 100])],
    REQUEST,
  );
  expect(tree).toMatchObject({ near: { from: -60e6, to: 100 + 60e6 }, moved: 0, outside: 0 });
  expect(tree.all).toEqual({ from: -HOUR, to: HOUR });
});

it('keeps minutes of asynchronous work in the picture', () => {
  const tree = spanTree([span('root', '', [0, 100]), span('mail', 'root', [0, 50e6])], REQUEST);
  expect(tree.near.to).toBe(50e6);
});

it('takes a start of 0 for none, also as earlier releases stored it', () => {
  const years = span('a', 'root', [50, 50 + 57 * 365 * DAY]);
  const marked = span('b', 'root', [60, 60], {
    attributes: { 'request_desk.original_timestamp': '0' },
  });
  const tree = spanTree([span('root', '', [0, 100]), years, marked], REQUEST);
  expect(tree).toMatchObject({ untimed: 2, near: REQUEST, all: REQUEST });
});

it('says which spans have the time of their receipt', () => {
  const sent = { attributes: { 'request_desk.original_timestamp': '1795800000000000000' } };
  const tree = spanTree([span('root', '', [0, 100]), span('far', 'root', [70, 80], sent)], REQUEST);
  expect(tree).toMatchObject({ received: 1, untimed: 0 });
  expect(tree.byKey.get('far')?.sentNs).toBe('1795800000000000000');
});

it('takes the most spans together for the time of a trace without a request', () => {
  const tree = spanTree([
    span('lost', 'gone', [0, 5]),
    span('root', '', [DAY, DAY + 9]),
    span('a', 'root', [DAY + 1, DAY + 2]),
  ]);
  expect(tree).toMatchObject({ near: { from: DAY, to: DAY + 9 }, outside: 1 });
});

it('shows client and server of one id, the server below, and what each of them started', () => {
  const tree = spanTree([
    span('root', '', [0, 100]),
    span('x', 'root', [12, 88], { kind: 'Server', service: 'billing' }),
    span('x', 'root', [10, 90], { kind: 'Client' }),
    span('dns', 'x', [10, 11]),
    span('db', 'x', [30, 40], other),
    span('elsewhere', 'x', [50, 60], { service: 'mesh' }),
  ]);
  expect(keys(tree)).toEqual(['root', ' x', '  dns', '  x.2', '   db', '   elsewhere']);
  expect(tree.shared).toBe(2);
});

it('shows spans with one id that say nothing of each other beside each other', () => {
  expect(
    keys(spanTree([span('a', '', [0, 5]), span('a', '', [7, 9]), span('a', 'a', [8, 9])])),
  ).toEqual(['a', ' a.3', 'a.2']);
});

it('gives a log line to the span of its own service', () => {
  const log = (service: string, span_id: string) => ({
    at: '',
    offset_us: 0,
    severity: '',
    body: '',
    attributes: {},
    service,
    span_id,
  });
  const tree = spanTree([
    span('x', '', [0, 9], { kind: 'Client' }),
    span('x', '', [1, 8], { kind: 'Server', service: 'billing' }),
  ]);
  const lines = [log('billing', 'x'), log('third', 'x'), log('third', 'gone')];
  const logs = logsBySpan(lines, tree);
  expect([...logs.keys()]).toEqual(['x.2', 'x', '']);
});
