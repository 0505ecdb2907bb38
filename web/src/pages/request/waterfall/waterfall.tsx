import type { DossierFound } from '@request-desk/shared/dossier';
import { useOpenSpan, useOpenSpanId } from '../open-span.ts';
import { Minimap } from './minimap.tsx';
import { SpanDetails } from './span-details.tsx';
import { SpanTreeView } from './span-tree-view.tsx';
import { Toolbar } from './toolbar.tsx';
import { TraceNotes } from './trace-notes.tsx';
import { useWaterfall } from './use-waterfall.ts';

/** Spans over time: search and zoom above, the tree, and the open span's details beside it. */
export function Waterfall({ dossier }: { dossier: DossierFound }) {
  const open = useOpenSpanId();
  const openSpan = useOpenSpan();
  const state = useWaterfall(dossier, open);
  const node = open === undefined ? undefined : state.tree.byKey.get(open);
  return (
    <div className="border-t border-line">
      <Toolbar state={state} />
      <TraceNotes state={state} />
      <Minimap state={state} />
      <div className="lg:flex">
        <SpanTreeView state={state} open={open} onOpen={openSpan} />
        {node && (
          <SpanDetails
            key={open}
            node={node}
            services={state.tree.services}
            traceStart={state.tree.near.from}
            logs={state.logsOf(node)}
            onClose={() => openSpan(undefined)}
          />
        )}
      </div>
    </div>
  );
}
