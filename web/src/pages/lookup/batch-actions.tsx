import { Download, FileText } from 'lucide-react';
import { useState } from 'react';
import { exportLookups } from '../../api/lookups.ts';
import { Button } from '../../ui/button.tsx';
import { copy } from '../../ui/copy.ts';
import { toast } from '../../ui/toast-store.ts';

/** Ways to take the answers elsewhere: a table to keep, Markdown for a ticket. */
export function BatchActions({ text }: { text: string }) {
  const [busy, setBusy] = useState(false);
  const run = async (act: () => Promise<void>) => {
    setBusy(true);
    try {
      await act();
    } catch (error) {
      toast(`Not exported: ${error instanceof Error ? error.message : 'it failed'}`, 'bad');
    }
    setBusy(false);
  };
  return (
    <div className="flex flex-wrap gap-1.5">
      <Button
        size="sm"
        disabled={busy}
        onClick={() => void run(async () => save(await exportLookups(text, 'csv'), 'requests.csv'))}
      >
        <Download aria-hidden="true" className="size-3.5" />
        CSV
      </Button>
      <Button
        size="sm"
        disabled={busy}
        onClick={() =>
          void run(async () => void (await copy(await exportLookups(text, 'markdown'), 'Markdown')))
        }
      >
        <FileText aria-hidden="true" className="size-3.5" />
        Copy Markdown
      </Button>
    </div>
  );
}

function save(content: string, name: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
