import { TriangleAlert } from 'lucide-react';
import type { SpanTree } from './span-tree.ts';

/** What is wrong with the trace itself, so that its picture is not taken for more than it is. */
export function TraceNotes({ tree }: { tree: SpanTree }) {
  const notes = [
    tree.orphans > 0 &&
      `${count(tree.orphans, 'span names', 'spans name')} a parent that is not stored. It is shown at the outermost level.`,
    tree.skewed > 0 &&
      `${count(tree.skewed, 'span seems', 'spans seem')} to start before the parent: the clocks of two machines disagree. Times are shown as recorded.`,
  ].filter((note) => note !== false);
  if (notes.length === 0) return null;
  return (
    <ul className="border-t border-line bg-warn-soft px-4 py-1.5 text-xs text-warn">
      {notes.map((note) => (
        <li key={note} className="flex items-center gap-1.5">
          <TriangleAlert aria-hidden="true" className="size-3.5 shrink-0" />
          {note}
        </li>
      ))}
    </ul>
  );
}

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
