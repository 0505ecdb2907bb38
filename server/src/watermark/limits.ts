import { DAY_MS } from '@request-desk/shared/durations';
import { z } from 'zod';
import type { ProducerDecision, ProducerRow, StoreRow } from '../database/producers.ts';

/** What a decision says of the numbers it is about. */
const count = z.int().min(0);
export const acceptedDetail = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('gap'),
    epoch: count,
    missing: z.enum(['failed', 'succeeded', 'end']),
    first: count,
    last: count,
    /** All up to these numbers of this epoch count as seen. */
    passed: z.object({ epoch: count, failed: count, succeeded: count }),
    since_ms: z.number().nullable(),
    until_ms: z.number(),
  }),
  z.object({
    kind: z.literal('unclean_end'),
    epoch: count,
    since_ms: z.number(),
    until_ms: z.number(),
  }),
  z.object({ kind: z.literal('unregistered'), since_ms: z.number() }),
]);
export type AcceptedDetail = z.infer<typeof acceptedDetail>;

/** The name under which the desk itself decides. */
export const DESK = 'request-desk';
/** Ids are kept for so long: what is missing from before that is missing anyway. */
const KEPT_MS = 400 * DAY_MS;
const MAX_LIMIT_TEXTS = 8;

/** What may be missing for good, in plain words, the newest first; of many only some. */
export function limitsOf(
  decisions: readonly ProducerDecision[],
  producers: readonly ProducerRow[],
  stores: readonly StoreRow[],
  nowMs: number,
): string[] {
  const hosts = new Map(producers.map(({ id, host }) => [id, host]));
  const named = [
    ...withoutEarlier(decisions).flatMap((one) => {
      const text = decided(
        one,
        `${hosts.get(one.producerId) || 'unknown host'}, ${one.producerId}`,
      );
      return text === undefined ? [] : [{ at: one.at.getTime(), text }];
    }),
    ...stores.slice(1).flatMap(({ acceptedAt, firstSeenAt }) =>
      acceptedAt === null
        ? []
        : [
            {
              at: firstSeenAt.getTime(),
              text: `The telemetry store was replaced at ${say(firstSeenAt)}: what only an earlier one held is gone.`,
            },
          ],
    ),
  ]
    .filter(({ at }) => nowMs - at < KEPT_MS)
    .sort((a, b) => b.at - a.at);
  const texts = named.map(({ text }) => text);
  if (texts.length <= MAX_LIMIT_TEXTS) return texts;
  return [
    ...texts.slice(0, MAX_LIMIT_TEXTS),
    `There are ${texts.length - MAX_LIMIT_TEXTS} earlier ones.`,
  ];
}

/** Of what a producer answered before it was known, the latest time says it all. */
function withoutEarlier(decisions: readonly ProducerDecision[]): ProducerDecision[] {
  const said = new Set<string>();
  const newestFirst = decisions.toSorted((a, b) => b.at.getTime() - a.at.getTime());
  return newestFirst.filter(({ producerId, detail }) => {
    if (acceptedDetail.safeParse(detail).data?.kind !== 'unregistered') return true;
    if (said.has(producerId)) return false;
    said.add(producerId);
    return true;
  });
}

/** A time for a sentence. */
function say(time: Date | number): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

function decided(one: ProducerDecision, who: string): string | undefined {
  const parsed = acceptedDetail.safeParse(one.detail);
  if (one.action === 'retire')
    return `A process (${who}) was retired at ${say(one.at)} (${one.reason}): the last that it answered may be missing.`;
  if (!parsed.success) return `A gap (${who}) was accepted at ${say(one.at)} (${one.reason}).`;
  const { data } = parsed;
  switch (data.kind) {
    case 'unclean_end':
      return `A process (${who}) did not end cleanly: successes that it answered between ${say(data.since_ms)} and ${say(data.until_ms)} may be missing.`;
    case 'unregistered':
      return `A process (${who}) was not registered: what it answered before ${say(data.since_ms)} may be missing.`;
    case 'gap': {
      const from = data.since_ms === null ? '' : ` after ${say(data.since_ms)}`;
      const until = ` before ${say(data.until_ms)}`;
      if (data.missing === 'end')
        return `How a process (${who}) ended${from} is not known: the last that it answered${until} may be missing.`;
      const [n, kind] = [
        data.last - data.first + 1,
        data.missing === 'failed' ? 'errors' : 'successes',
      ];
      return `${n} ${kind} that a process (${who}) answered${from} and${until} never arrived.`;
    }
  }
}
