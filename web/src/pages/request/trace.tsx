import type { DossierFound } from '@request-desk/shared/dossier';
import { Section } from '../../ui/section.tsx';
import { Waterfall } from './waterfall/waterfall.tsx';

/** The trace as a waterfall, or why there is none. */
export function Trace({ dossier }: { dossier: DossierFound }) {
  const { spans, truncated } = dossier;
  if (spans.length === 0)
    return (
      <Section title="Trace" id="trace">
        <p className="max-w-[75ch] text-sm text-fg-2">
          No spans of this request are stored: they were not kept, or have not arrived yet. The
          answer above rests on the request event alone.
        </p>
      </Section>
    );
  return (
    <Section
      title="Trace"
      id="trace"
      note={truncated.spans ? `the first ${spans.length} spans; there are more` : undefined}
      flush
    >
      <Waterfall dossier={dossier} />
    </Section>
  );
}
