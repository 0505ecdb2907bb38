import type { Incident } from '@request-desk/shared/alerts-api';
import { BellOff } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../../api/me.ts';
import { Button } from '../../../ui/button.tsx';
import { narrowest } from './narrowest.ts';
import { SilenceForm } from './silence-form.tsx';

/** Opens the form for a silence that covers this alert. */
export function SilenceButton({ incident }: { incident: Incident }) {
  const [open, setOpen] = useState(isAskedFor);
  const mayChange = useMay('silences:change');
  if (!mayChange || incident.state !== 'firing') return null;
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        <BellOff aria-hidden="true" className="size-3.5" />
        Silence
      </Button>
      {open && <SilenceForm initial={narrowest(incident.labels)} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Messages link to an alert with `?silence`. */
function isAskedFor(): boolean {
  return new URLSearchParams(window.location.search).has('silence');
}
