import { MINUTE_MS } from '@request-desk/shared/durations';
import { CalendarRange } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import { Button } from '../button.tsx';
import { useZone, type Zone } from '../zone.ts';
import { ZoneLabel } from '../zone-label.tsx';

interface CustomRangeProps {
  readonly from: string;
  readonly onChoose: (from: string, to: string) => void;
}

/** A button that asks for two points in time. */
export function CustomRange({ from, onChoose }: CustomRangeProps) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label="Custom time range"
        title="Custom time range"
        className="flex items-center px-2.5 text-fg-2 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <CalendarRange aria-hidden="true" className="size-3.5" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={12}
          className="z-40 w-72 rounded-xl border border-line-strong bg-surface p-4 shadow-lifted outline-none"
        >
          <RangeForm
            from={from}
            onChoose={(...ends) => {
              setOpen(false);
              onChoose(...ends);
            }}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function RangeForm({ from, onChoose }: CustomRangeProps) {
  const zone = useZone();
  const [fault, setFault] = useState('');
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [a, b] = ['from', 'to'].map((name) => instantAt(String(form.get(name)), zone));
    if (a === undefined || b === undefined) setFault('Enter both times.');
    else if (a >= b) setFault('The end has to be after the start.');
    else onChoose(a, b);
  };
  return (
    <form onSubmit={onSubmit} className="space-y-3 text-sm">
      <TimeField name="from" label="From" value={fieldText(from, zone)} />
      <TimeField name="to" label="To" value={fieldText(new Date().toISOString(), zone)} />
      {fault && (
        <p role="alert" className="text-bad">
          {fault}
        </p>
      )}
      <div className="flex items-center justify-between">
        <span className="text-xs text-fg-3">
          Times in <ZoneLabel />
        </span>
        <Button type="submit" variant="primary">
          Show
        </Button>
      </div>
    </form>
  );
}

function TimeField({ name, label, value }: { name: string; label: string; value: string }) {
  return (
    <label className="block">
      <span className="text-xs font-medium text-fg-3">{label}</span>
      <input
        type="datetime-local"
        step="1"
        name={name}
        defaultValue={value}
        className="mt-1 block h-8 w-full rounded-md border border-line-strong bg-sunken px-2 tabular-nums outline-none focus-visible:border-accent focus-visible:ring-3 focus-visible:ring-accent-soft"
      />
    </label>
  );
}

/** An instant as the field spells it, and back; the field itself knows no zone. */
function fieldText(iso: string, zone: Zone): string {
  const at = new Date(iso);
  const shift = zone === 'UTC' ? 0 : at.getTimezoneOffset() * MINUTE_MS;
  return new Date(at.getTime() - shift).toISOString().slice(0, 19);
}

function instantAt(text: string, zone: Zone): string | undefined {
  const at = new Date(zone === 'UTC' ? `${text}Z` : text);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
