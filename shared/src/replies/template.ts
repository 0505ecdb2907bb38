import { z } from 'zod';
import { SLOT } from '../profile-texts.ts';

/** All that a reply may say beside fixed words: the allow-list. */
export const REPLY_SLOTS = [
  'request_id',
  'time',
  'answer',
  'docs',
  'problems',
  'fix',
  'near',
  'method',
  'methods',
  'limit',
  'pace',
  'wait',
  'scope',
  'replacement',
  'holder',
  'holders',
  'ended',
  'deleted',
  'writes',
  'removes',
  'retried',
  'began',
  'since',
  'later',
  'failing',
  'open',
  'resting',
  'in_path',
  'known_issue',
  'field',
  'expected',
  'came',
  'allowed',
  'min',
  'max',
  'count',
  'failed',
  'text',
  'items',
  'filters',
  'asked',
] as const;
export type ReplySlot = (typeof REPLY_SLOTS)[number];
export type ReplySlots = Partial<Record<ReplySlot, string>>;

/** Slots that only choose between texts; they stand for nothing themselves. */
const FLAGS: ReadonlySet<string> = new Set<ReplySlot>([
  'writes',
  'removes',
  'failing',
  'open',
  'resting',
  'in_path',
]);

const GROUP = /\[([^[\]]*)\]/g;

/**
 * A text with slots, such as `{time}`. `[a|b]` stands for the first part all of whose slots have a
 * value, or for nothing.
 */
export const replyTemplate = z
  .string()
  .trim()
  .min(1)
  .max(2_000)
  .superRefine((text, { addIssue }) => {
    for (const [whole, slot = ''] of text.matchAll(SLOT))
      if (!REPLY_SLOTS.some((known) => known === slot))
        addIssue({ code: 'custom', message: `${whole} is no slot of a reply` });
    if (/[[\]]/.test(text.replace(GROUP, '')))
      addIssue({ code: 'custom', message: 'a [ has no ], or stands in another' });
  });

/** The text with its slots filled; a slot without a value outside of `[…]` stands empty. */
export function fillReply(template: string, slots: ReplySlots): string {
  const known: Readonly<Record<string, string | undefined>> = slots;
  const value = (slot: string) => (Object.hasOwn(known, slot) ? (known[slot] ?? '') : '');
  const chosen = template.replace(GROUP, (_, group: string) => {
    const parts = group.split('|');
    return (
      parts.find((part) => [...part.matchAll(SLOT)].every(([, slot = '']) => value(slot) !== '')) ??
      ''
    );
  });
  return chosen.replace(SLOT, (_, slot: string) => (FLAGS.has(slot) ? '' : value(slot)));
}
