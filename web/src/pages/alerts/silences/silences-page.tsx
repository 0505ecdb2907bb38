import type { Silence } from '@request-desk/shared/silences-api';
import { useQuery } from '@tanstack/react-query';
import { BellOff } from 'lucide-react';
import { useState } from 'react';
import { useAlertSetting } from '../../../api/alert-settings.ts';
import { useMay } from '../../../api/me.ts';
import { endSilence, silencesQuery } from '../../../api/silences.ts';
import { Button } from '../../../ui/button.tsx';
import { cn } from '../../../ui/cn.ts';
import { Failure } from '../../../ui/failure.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { LoadingText, Skeleton } from '../../../ui/skeleton.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { Frame } from '../frame.tsx';
import { MatcherCodes } from './matcher-codes.tsx';
import { SilenceForm } from './silence-form.tsx';

const ORDER = ['active', 'pending', 'ended'] as const;

/** `/alerts/silences`: of what nobody is notified, until when, and why. */
export function SilencesPage() {
  const answer = useQuery(silencesQuery());
  const [creating, setCreating] = useState(false);
  const mayChange = useMay('silences:change');
  const items = answer.data?.items.toSorted(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || b.ends_at.localeCompare(a.ends_at),
  );
  return (
    <Frame
      title="Silences"
      actions={
        mayChange && (
          <Button variant="primary" onClick={() => setCreating(true)}>
            <BellOff aria-hidden="true" className="size-3.5" />
            New silence
          </Button>
        )
      }
    >
      {answer.isError && (
        <Failure
          what="The silences could not be loaded"
          error={answer.error}
          retry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && (
        <>
          <LoadingText>Loading silences</LoadingText>
          <Skeleton className="h-40 w-full rounded-xl" />
        </>
      )}
      {items?.length === 0 && (
        <p className="rounded-xl border border-line bg-surface px-4 py-12 text-center text-sm text-fg-3 shadow-card">
          No silences. A silence stops notifications about a known problem.
        </p>
      )}
      {items && items.length > 0 && (
        <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-card">
          {items.map((silence) => (
            <SilenceRow key={silence.id} silence={silence} mayChange={mayChange} />
          ))}
        </ul>
      )}
      {creating && (
        <SilenceForm
          initial={[{ label: 'rule', op: '=', value: '' }]}
          onClose={() => setCreating(false)}
        />
      )}
    </Frame>
  );
}

function SilenceRow({ silence, mayChange }: { silence: Silence; mayChange: boolean }) {
  const end = useAlertSetting(endSilence);
  const over = silence.state === 'ended';
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className={cn('min-w-0 flex-1 basis-64', over && 'text-fg-3')}>
        <MatcherCodes matchers={silence.matchers} />
        <p className="mt-1 text-sm">
          <Untrusted text={silence.reason} />
        </p>
        <p className="mt-0.5 text-xs text-fg-3">
          by <Untrusted text={silence.created_by} />{' '}
          {silence.state === 'pending' && (
            <>
              from <Instant iso={silence.starts_at} show="ago" />
            </>
          )}{' '}
          {over ? (
            <>
              ended <Instant iso={silence.ends_at} show="ago" />
              {silence.ended_by && (
                <>
                  {' '}
                  by <Untrusted text={silence.ended_by} />
                </>
              )}
            </>
          ) : (
            <>
              until <Instant iso={silence.ends_at} show="stamp" />, covers {silence.covers}{' '}
              {silence.covers === 1 ? 'alert' : 'alerts'} now
            </>
          )}
        </p>
      </div>
      {!over && mayChange && (
        <Button
          size="sm"
          disabled={end.isPending}
          onClick={() =>
            end.mutate(silence.id, {
              onSuccess: () => toast('The silence has ended'),
              onError: (error) => toast(`Not ended: ${error.message}`, 'bad'),
            })
          }
        >
          End now
        </Button>
      )}
    </li>
  );
}
