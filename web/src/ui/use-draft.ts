import { useState } from 'react';
import { z } from 'zod';
import { browserStorage } from '../api/browser-storage.ts';

type Edits = Readonly<Record<string, string>>;

const KEY = 'request-desk.drafts';
const KEPT = 10;
const stored = z.array(z.tuple([z.string(), z.record(z.string(), z.string())]));

/** What was written over the text `of`, kept in this tab: a page that breaks or reloads has it again. */
export function useDraft(of: string): readonly [Edits, (edits: Edits) => void] {
  const [edits, setEdits] = useState<Edits>(() => new Map(read()).get(of) ?? {});
  return [
    edits,
    (next) => {
      setEdits(next);
      const others = read().filter(([name]) => name !== of);
      const all = Object.keys(next).length === 0 ? others : [[of, next] as const, ...others];
      try {
        browserStorage('session').setItem(KEY, JSON.stringify(all.slice(0, KEPT)));
      } catch {
        // A full storage costs only the draft of a page that breaks.
      }
    },
  ];
}

function read(): z.infer<typeof stored> {
  try {
    return stored.parse(JSON.parse(browserStorage('session').getItem(KEY) ?? '[]'));
  } catch {
    return [];
  }
}
