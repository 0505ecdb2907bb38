import type { Maintenance } from '@request-desk/shared/maintenance-api';
import { useQuery } from '@tanstack/react-query';
import { CalendarClock } from 'lucide-react';
import { useState } from 'react';
import { useAlertSetting } from '../../../api/alert-settings.ts';
import { useMay } from '../../../api/me.ts';
import { endMaintenance, maintenanceQuery } from '../../../api/silences.ts';
import { Button } from '../../../ui/button.tsx';
import { cn } from '../../../ui/cn.ts';
import { Failure } from '../../../ui/failure.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { LoadingText, Skeleton } from '../../../ui/skeleton.tsx';
import { toast } from '../../../ui/toast-store.ts';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { Frame } from '../frame.tsx';
import { MatcherCodes } from '../silences/matcher-codes.tsx';
import { MaintenanceForm } from './maintenance-form.tsx';
import { scheduleText } from './schedule-text.ts';

const ORDER = ['active', 'scheduled', 'ended'] as const;

/** `/alerts/maintenance`: times planned ahead in which alerts notify nobody, or not as pages. */
export function MaintenancePage() {
  const answer = useQuery(maintenanceQuery());
  const [planning, setPlanning] = useState(false);
  const mayChange = useMay('maintenance:change');
  const items = answer.data?.items.toSorted(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || startOf(a) - startOf(b),
  );
  return (
    <Frame
      title="Maintenance"
      actions={
        mayChange && (
          <Button variant="primary" onClick={() => setPlanning(true)}>
            <CalendarClock aria-hidden="true" className="size-3.5" />
            Plan maintenance
          </Button>
        )
      }
    >
      {answer.isError && (
        <Failure
          what="The maintenance windows could not be loaded"
          error={answer.error}
          retry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && (
        <>
          <LoadingText>Loading maintenance windows</LoadingText>
          <Skeleton className="h-40 w-full rounded-xl" />
        </>
      )}
      {items?.length === 0 && (
        <p className="rounded-xl border border-line bg-surface px-4 py-12 text-center text-sm text-fg-3 shadow-card">
          No maintenance is planned. A maintenance window prevents pages for planned work.
        </p>
      )}
      {items && items.length > 0 && (
        <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-card">
          {items.map((item) => (
            <MaintenanceRow key={item.id} item={item} mayChange={mayChange} />
          ))}
        </ul>
      )}
      {planning && <MaintenanceForm onClose={() => setPlanning(false)} />}
    </Frame>
  );
}

function startOf({ next }: Maintenance): number {
  return next ? Date.parse(next.starts_at) : 0;
}

function MaintenanceRow({ item, mayChange }: { item: Maintenance; mayChange: boolean }) {
  const end = useAlertSetting(endMaintenance);
  const over = item.state === 'ended';
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3">
      <div className={cn('min-w-0 flex-1 basis-64', over && 'text-fg-3')}>
        <p className="flex flex-wrap items-center gap-x-2 font-medium">
          <Untrusted text={item.title} />
          <span
            className={cn(
              'rounded border px-1.5 text-xs font-normal',
              item.state === 'active'
                ? 'border-warn-line bg-warn-soft text-warn'
                : 'border-line text-fg-3',
            )}
          >
            {item.state === 'active' ? 'active' : item.state}
          </span>
          <span className="text-xs font-normal text-fg-3">
            {item.effect === 'mute' ? 'nobody is notified' : 'notified, never paged'}
          </span>
        </p>
        <div className="mt-1.5">
          <MatcherCodes matchers={item.matchers} />
        </div>
        <p className="mt-1 text-sm">{scheduleText(item)}</p>
        <p className="mt-0.5 text-xs text-fg-3">
          by <Untrusted text={item.created_by} />
          {item.state === 'active' && item.next && (
            <>
              , until <Instant iso={item.next.ends_at} show="stamp" />, covers {item.covers}{' '}
              {item.covers === 1 ? 'alert' : 'alerts'} now
            </>
          )}
          {item.state === 'scheduled' && item.next && (
            <>
              , next <Instant iso={item.next.starts_at} show="stamp" />
            </>
          )}
          {item.ended_at && item.ended_by && (
            <>
              , ended <Instant iso={item.ended_at} show="ago" /> by{' '}
              <Untrusted text={item.ended_by} />
            </>
          )}
        </p>
      </div>
      {!over && mayChange && (
        <Button
          size="sm"
          disabled={end.isPending}
          aria-label={`End maintenance: ${item.title}`}
          onClick={() =>
            end.mutate(item.id, {
              onSuccess: () => toast('The maintenance has ended'),
              onError: (error) => toast(`Not ended: ${error.message}`, 'bad'),
            })
          }
        >
          End
        </Button>
      )}
    </li>
  );
}
