import type { DossierFound } from '@request-desk/shared/dossier';
import { useState } from 'react';
import { Section } from '../../../ui/section.tsx';
import { LogLine } from './log-line.tsx';

const FIRST = 200;

/** Log lines of the trace in order; a click opens a line's attributes. */
export function Logs({ dossier }: { dossier: DossierFound }) {
  const [all, setAll] = useState(false);
  const { logs } = dossier;
  const shown = all ? logs : logs.slice(0, FIRST);
  const spans = new Set(dossier.spans.map((span) => span.span_id));
  return (
    <Section
      title="Logs"
      id="logs"
      note={`${logs.length} ${logs.length === 1 ? 'line' : 'lines'}${dossier.truncated.logs ? ', cut: there are more' : ''}`}
      flush
    >
      {logs.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-fg-3">
          This request has no log lines, or they have not arrived yet.
        </p>
      ) : (
        <ol className="border-t border-line">
          {shown.map((log, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: log lines have no identity and never move
            <LogLine key={index} log={log} inTrace={spans.has(log.span_id)} />
          ))}
        </ol>
      )}
      {shown.length < logs.length && (
        <button
          type="button"
          onClick={() => setAll(true)}
          className="w-full border-t border-line py-2 text-sm font-medium text-accent hover:bg-hover"
        >
          Show {logs.length - shown.length} more
        </button>
      )}
    </Section>
  );
}
