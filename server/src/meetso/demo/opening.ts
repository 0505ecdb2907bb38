import { MEETINGS } from './calls.ts';
import { FIRST_FAULT_MS } from './incidents.ts';
import { activeKey, get, type MistakeContext } from './mistakes/mistake.ts';
import { MISTAKES } from './mistakes/pick.ts';

type Step = (world: MistakeContext) => Promise<unknown>;

const GAP_MS = 200;

/** Every mistake once, right after the start, and two plain calls while the data source fails. */
const OPENING: readonly { readonly atMs: number; readonly step: Step }[] = [
  ...MISTAKES.map((mistake, place) => ({
    atMs: 300 + place * GAP_MS,
    step: (world: MistakeContext) => mistake.make(world, mistake),
  })),
  ...[500, 2000].map((afterMs) => ({ atMs: FIRST_FAULT_MS + afterMs, step: plainList })),
];

/** The steps due after `last` and until `elapsed`, both in ms since the start. */
export function openingAfter(last: number, elapsed: number): Step[] {
  return OPENING.filter(({ atMs }) => atMs > last && atMs <= elapsed).map(({ step }) => step);
}

function plainList(world: MistakeContext): Promise<unknown> {
  const key = activeKey(world, 30, ['meetings:read']);
  const self = { userAgent: 'meetso-node/2.3.1', from: '127.0.25.1' };
  return get(world, self, key, `${MEETINGS}?time_range=30d`);
}
