import type { DossierFound } from '@request-desk/shared/dossier';
import { useState } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Section } from '../../ui/section.tsx';
import { AttributeTable } from './attribute-table.tsx';

/** The request event as it was recorded, attribute by attribute. */
export function RawEvent({ dossier }: { dossier: DossierFound }) {
  const [filter, setFilter] = useState('');
  if (!dossier.request) return null;
  const { attributes } = dossier.request;
  const count = Object.keys(attributes).length;
  return (
    <Section
      title="Raw event"
      note={`${count} attributes`}
      actions={
        <>
          <input
            type="search"
            aria-label="Filter attributes"
            placeholder="Filter"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
            className="h-7 w-40 rounded-md border border-line-strong bg-surface px-2 text-xs outline-none focus-visible:border-accent focus-visible:ring-3 focus-visible:ring-accent-soft"
          />
          <CopyButton
            text={JSON.stringify(sorted(attributes), null, 2)}
            what="Event as JSON"
            label="Copy JSON"
          />
        </>
      }
    >
      <AttributeTable
        caption="Attributes of the request event"
        attributes={attributes}
        filter={filter}
      />
    </Section>
  );
}

function sorted(attributes: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
}
