import type { DossierFound } from '@request-desk/shared/dossier';
import { Braces, FileText, Link2 } from 'lucide-react';
import { requestMarkdown } from '../../api/requests.ts';
import { Button } from '../../ui/button.tsx';
import { copy } from '../../ui/copy.ts';
import { toast } from '../../ui/toast-store.ts';
import { Withheld } from './reveal/withheld.tsx';

/** Ways to take the request elsewhere: address, Markdown for tickets, JSON for tools. */
export function ShareActions({ dossier }: { dossier: DossierFound }) {
  const id = dossier.request_id || dossier.trace_id;
  const copyMarkdown = async () => {
    try {
      await copy(await requestMarkdown(id), 'Markdown');
    } catch {
      toast('Markdown could not be fetched', 'bad');
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Withheld dossier={dossier} />
      <Button size="sm" onClick={() => void copy(new URL(`/r/${id}`, location.href).href, 'Link')}>
        <Link2 aria-hidden="true" className="size-3.5" />
        Copy link
      </Button>
      <Button size="sm" onClick={() => void copyMarkdown()}>
        <FileText aria-hidden="true" className="size-3.5" />
        Copy Markdown
      </Button>
      <Button size="sm" onClick={() => void copy(JSON.stringify(dossier, null, 2), 'JSON')}>
        <Braces aria-hidden="true" className="size-3.5" />
        Copy JSON
      </Button>
    </div>
  );
}
