/** Texts of a profile, per locale, and the slots that they may have. */
import { z } from 'zod';

/** What a text for customers may be filled with: nothing internal, never a code of ours. */
export const CUSTOMER_SLOTS = ['request_id', 'code', 'message', 'time', 'docs'] as const;

/** What a text for staff may be filled with on top. */
export const STAFF_SLOTS = [...CUSTOMER_SLOTS, 'method', 'route', 'path', 'status'] as const;

/** A slot as it is written in a text. */
export const SLOT = /\{([a-z_]+)\}/g;
/** What somebody meant for one, however it is spelled. */
const MEANT = /\{\s*([\w.-]+)\s*\}/g;

function textWith(slots: readonly string[], most: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(most)
    .superRefine((text, { addIssue }) => {
      for (const [whole, slot = ''] of text.matchAll(MEANT))
        if (!slots.includes(slot) || whole !== `{${slot}}`)
          addIssue({
            code: 'custom',
            message: `${whole} is no slot; use ${slots.map((s) => `{${s}}`).join(', ')}`,
          });
    });
}

const customerText = textWith(CUSTOMER_SLOTS, 2_000);
const staffText = textWith(STAFF_SLOTS, 2_000);

/** A language tag such as `en` or `de-CH` (BCP 47). */
const locale = z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, 'must be like en or de-CH');

/** What everybody may read about a code. */
export const codeTexts = z.record(
  locale,
  z.strictObject({
    title: customerText,
    when: customerText.describe('When the API answers with this code'),
    next_step: customerText.describe('What the caller should do; also the reply’s next step'),
  }),
);

/** What only staff read about a cause. */
export const causeTexts = z.record(
  locale,
  z.strictObject({
    meaning: staffText.describe('One sentence: what happened'),
    steps: z.array(staffText).max(20).describe('What the support person does next, in order'),
  }),
);

/** `text` with each slot filled; a slot without a value stands empty. */
export function fillSlots(
  text: string,
  values: Readonly<Partial<Record<(typeof STAFF_SLOTS)[number], string>>>,
): string {
  const known: Readonly<Record<string, string | undefined>> = values;
  return text.replace(SLOT, (whole, slot: string) =>
    Object.hasOwn(known, slot) ? (known[slot] ?? '') : whole,
  );
}
