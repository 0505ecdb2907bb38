import { useState } from 'react';
import { z } from 'zod';
import { storedValue } from '../api/stored-value.ts';

type Edits = Readonly<Record<string, string>>;

const KEPT = 10;
const schema = z.array(z.tuple([z.string(), z.record(z.string(), z.string())]));

const drafts = storedValue<z.infer<typeof schema>>({
  kind: 'session',
  key: 'request-desk.drafts',
  parse: (text) => schema.parse(JSON.parse(text ?? '[]')),
  format: (all) => JSON.stringify(all.slice(0, KEPT)),
});

/** What was written over the text `of`, kept in this tab: a page that breaks or reloads has it again. */
export function useDraft(of: string): readonly [Edits, (edits: Edits) => void] {
  const [edits, setEdits] = useState<Edits>(() => new Map(drafts.read()).get(of) ?? {});
  return [
    edits,
    (next) => {
      setEdits(next);
      const others = drafts.read().filter(([name]) => name !== of);
      drafts.write(Object.keys(next).length === 0 ? others : [[of, next], ...others]);
    },
  ];
}
