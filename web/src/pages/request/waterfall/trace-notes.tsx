import { TriangleAlert } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { formatMicros } from '../../../ui/format-duration.ts';
import type { WaterfallState } from './use-waterfall.ts';

/** What is wrong with the trace itself, so that its picture is not taken for more than it is. */
export function TraceNotes({ state }: { state: WaterfallState }) {
  const { tree, everything } = state;
  const cut = tree.all.from < tree.near.from || tree.all.to > tree.near.to;
  const notes = [
    tree.orphans > 0 &&
      `${count(tree.orphans, 'span names', 'spans name')} a parent that is not stored. It is shown at the outermost level.`,
    tree.circles > 0 &&
      `${count(tree.circles, 'span would be', 'spans would be')} called by itself or by what it called. It is shown at the outermost level.`,
    tree.received > 0 &&
      `${count(tree.received, 'span was', 'spans were')} sent with an impossible time, and drawn when it was received.`,
    tree.skewed > 0 &&
      `${count(tree.skewed, 'span seems', 'spans seem')} to start before the parent: the clocks of two machines disagree. Times are shown as recorded.`,
    tree.moved > 0 &&
      `${count(tree.moved, 'span has', 'spans have')} a clock far off. It is drawn inside the span that called it.`,
    tree.untimed > 0 &&
      `${count(tree.untimed, 'span was', 'spans were')} sent without a start and drawn at the end.`,
    tree.outside > 0 &&
      `${count(tree.outside, 'span', 'spans')} ran long before or after the rest.`,
    tree.shared > 0 &&
      `${count(tree.shared, 'span shares its id', 'spans share their id')} with another; all are shown.`,
  ].filter((note) => note !== false);
  if (notes.length === 0 && !cut) return null;
  return (
    <ul className="border-t border-line bg-warn-soft px-4 py-1.5 text-xs text-warn">
      {notes.map((note) => (
        <li key={note} className="flex items-center gap-1.5">
          <TriangleAlert aria-hidden="true" className="size-3.5 shrink-0" />
          {note}
        </li>
      ))}
      {cut && (
        <li>
          <Button variant="ghost" size="sm" onClick={() => state.setEverything(!everything)}>
            {everything
              ? 'Show the time around the request'
              : `Show all ${formatMicros(tree.all.to - tree.all.from)}`}
          </Button>
        </li>
      )}
    </ul>
  );
}

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;
