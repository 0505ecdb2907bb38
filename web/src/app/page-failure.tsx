import { RotateCw, Unplug } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Failure } from '../ui/failure.tsx';
import { PageNotLoaded } from './lazy-page.tsx';

interface PageFailureProps {
  readonly error: unknown;
  readonly reset: () => void;
}

/** Instead of a page that broke, or whose code did not come; the frame around it stays. */
export function PageFailure({ error, reset }: PageFailureProps) {
  return (
    <div className="mx-auto w-full max-w-2xl px-4 py-10">
      {error instanceof PageNotLoaded ? (
        <NotLoaded />
      ) : (
        <Failure what="This page could not be shown" error={error} retry={reset} />
      )}
    </div>
  );
}

/** Reloads only once the server answers: else nothing would be left of the console. */
function NotLoaded() {
  const [state, setState] = useState<'asked' | 'asking' | 'away'>('asked');
  const goOn = async () => {
    setState('asking');
    const answered = await fetch('/healthz', { cache: 'no-store' }).then(
      () => true,
      () => false,
    );
    if (answered) location.reload();
    else setState('away');
  };
  return (
    <div
      role="alert"
      className="flex items-start gap-3 rounded-lg border border-warn-line bg-warn-soft p-4"
    >
      <Unplug aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">This page could not be loaded</p>
        <p className="mt-0.5 text-sm text-fg-2">
          {state === 'away'
            ? 'Request Desk still does not answer. Nothing is lost: try again in a moment.'
            : 'Request Desk does not answer, or it was updated since you opened it. What you pasted and wrote is kept.'}
        </p>
      </div>
      <Button size="sm" disabled={state === 'asking'} onClick={() => void goOn()}>
        <RotateCw aria-hidden="true" className="size-3.5" />
        Try again
      </Button>
    </div>
  );
}
