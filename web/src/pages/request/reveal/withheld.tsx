import { ATTR } from '@request-desk/shared/attributes';
import type { DossierFound } from '@request-desk/shared/dossier';
import { type Revealable, WITHHELD } from '@request-desk/shared/reveal-api';
import { Eye } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../../api/me.ts';
import { Button } from '../../../ui/button.tsx';
import { RevealDialog } from './reveal-dialog.tsx';

/** What this answer withholds and one may ask for. */
function withheldIn({ request, spans, logs }: DossierFound): readonly Revealable[] {
  const event = request?.attributes ?? {};
  const bags = [...spans, ...spans.flatMap(({ events }) => events), ...logs];
  const texts = [
    ...[...Object.values(event), ...bags.flatMap(({ attributes }) => Object.values(attributes))],
    ...[...spans.map((span) => span.status_message), ...logs.map(({ body }) => body)],
  ];
  const stack =
    event[ATTR.exceptionStack] === WITHHELD ||
    bags.some(({ attributes }) => attributes[ATTR.exceptionStack] === WITHHELD) ||
    texts.some((text) => text.endsWith(` ${WITHHELD}`));
  return [
    ...(event[ATTR.clientAddress] === WITHHELD ? (['client_address'] as const) : []),
    ...(stack ? (['stack'] as const) : []),
    ...(event[ATTR.ownerOrg] === WITHHELD ? (['owner'] as const) : []),
  ];
}

/** Says that something is withheld, and asks for it with a reason. */
export function Withheld({ dossier }: { dossier: DossierFound }) {
  const [asking, setAsking] = useState(false);
  const may = useMay('requests:reveal');
  const what = withheldIn(dossier);
  if (!may || what.length === 0) return null;
  return (
    <>
      <Button size="sm" onClick={() => setAsking(true)}>
        <Eye aria-hidden="true" className="size-3.5" />
        Reveal…
      </Button>
      {asking && (
        <RevealDialog id={dossier.request_id} what={what} onClose={() => setAsking(false)} />
      )}
    </>
  );
}
