import type { Dossier } from '@request-desk/shared/dossier';
import type { Revealed } from '@request-desk/shared/reveal-api';
import type { Lookup } from './lookup.ts';
import type { LookupOptions } from './sources.ts';
import { revealed, withheld } from './withheld.ts';

/** A lookup for staff: what takes a reason is not in its answers. */
export interface WithholdingLookup extends Lookup {
  /** What answers withhold of the one id that `text` spells; undefined when it is not found. */
  reveal(text: string): Promise<Revealed | undefined>;
}

/** The same lookup, whose answers withhold what takes a reason; that comes by `reveal` alone. */
export function withholding(options: LookupOptions, whole: Lookup): WithholdingLookup {
  return {
    ...whole,
    dossier: async (text) => await withheld(await whole.dossier(text)),
    async *growing(text) {
      yield* each(whole.growing(text));
    },
    async lookups(text, locale) {
      const answer = await whole.lookups(text, locale);
      const items: Dossier[] = [];
      for await (const one of each(answer.items)) items.push(one);
      return { ...answer, items };
    },
    async stream(text) {
      const { opening, items } = await whole.stream(text);
      return { opening, items: each(items) };
    },
    async reveal(text) {
      const answer = await whole.dossier(text);
      return answer.found ? await revealed(options, answer) : undefined;
    },
  };
}

async function* each(answers: AsyncIterable<Dossier> | Iterable<Dossier>): AsyncGenerator<Dossier> {
  for await (const one of answers) yield await withheld(one);
}
