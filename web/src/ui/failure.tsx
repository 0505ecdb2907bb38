import { RotateCw, TriangleAlert } from 'lucide-react';
import { ApiFailure } from '../api/client.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';

interface FailureProps {
  /** What could not be done: "Recent errors could not be loaded". */
  readonly what: string;
  readonly error: unknown;
  readonly retry?: () => void;
}

/** Asking again in the same words would be answered in the same way. */
const FOR_GOOD: ReadonlySet<string | undefined> = new Set([
  'bad_request',
  'not_allowed',
  'no_such_thing',
]);

/** A failed call: what failed, why, its code and id, and a way to try again where that can help. */
export function Failure({ what, error, retry }: FailureProps) {
  const failure = error instanceof ApiFailure ? error : undefined;
  return (
    <div
      role="alert"
      className="flex items-start gap-3 rounded-lg border border-bad-line bg-bad-soft p-4"
    >
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-bad" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{what}</p>
        <p className="mt-0.5 text-sm text-fg-2">
          <bdi>
            {failure?.message ?? 'An unexpected error occurred. Reloading the page usually helps.'}
          </bdi>
        </p>
        {failure?.requestId && (
          <p className="mt-1.5 flex flex-wrap items-center gap-1 text-xs text-fg-2">
            {failure.code && <code>{failure.code}</code>}
            Failed call: <code className="break-all">{failure.requestId}</code>
            <CopyButton text={failure.requestId} what="Id of the failed call" />
          </p>
        )}
      </div>
      {retry && !FOR_GOOD.has(failure?.code) && (
        <Button size="sm" onClick={retry}>
          <RotateCw aria-hidden="true" className="size-3.5" />
          Try again
        </Button>
      )}
    </div>
  );
}
