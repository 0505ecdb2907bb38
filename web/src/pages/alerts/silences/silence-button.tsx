import type { Incident } from '@request-desk/shared/alerts-api';
import type { Matcher } from '@request-desk/shared/silences-api';
import { BellOff } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../../../api/me.ts';
import { Button } from '../../../ui/button.tsx';
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
      {open && <SilenceForm initial={matchersOf(incident)} onClose={() => setOpen(false)} />}
    </>
  );
}

/** Messages link to an alert with `?silence`. */
function isAskedFor(): boolean {
  return new URLSearchParams(window.location.search).has('silence');
}

/** What names the alert and its like: the rule, and where it fires. */
function matchersOf({ labels }: Incident): Matcher[] {
  const narrowing = (['route', 'org'] as const).filter((label) => labels[label] !== '');
  return [
    { label: 'rule', op: '=', value: labels.rule },
    ...narrowing.map((label) => ({ label, op: '=' as const, value: labels[label] })),
  ];
}
