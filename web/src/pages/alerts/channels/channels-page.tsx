import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { channelsQuery } from '../../../api/alert-settings.ts';
import { deliveriesQuery } from '../../../api/incidents.ts';
import { useMay } from '../../../api/me.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { LoadingText, Skeleton } from '../../../ui/skeleton.tsx';
import { Deliveries } from '../deliveries.tsx';
import { EscalationSection } from '../escalation/escalation-section.tsx';
import { Frame } from '../frame.tsx';
import { ChannelForm } from './channel-form.tsx';
import { ChannelRow } from './channel-row.tsx';

/** `/alerts/channels`: where notifications go, and how the last ones went. */
export function ChannelsPage() {
  const answer = useQuery(channelsQuery());
  const mayRead = useMay('deliveries:read');
  const deliveries = useQuery({ ...deliveriesQuery({}), enabled: mayRead });
  const mayChange = useMay('channels:change');
  const [creating, setCreating] = useState(false);
  return (
    <Frame
      title="Alert channels"
      actions={
        mayChange && (
          <Button variant="primary" onClick={() => setCreating(true)}>
            <Plus aria-hidden="true" className="size-3.5" />
            New channel
          </Button>
        )
      }
    >
      {answer.isError && (
        <Failure
          what="The channels could not be loaded"
          error={answer.error}
          retry={() => void answer.refetch()}
        />
      )}
      {answer.isPending && (
        <>
          <LoadingText>Loading channels</LoadingText>
          <Skeleton className="h-40 w-full rounded-xl" />
        </>
      )}
      <div className="space-y-4">
        {answer.data?.items.length === 0 && (
          <p className="rounded-xl border border-line bg-surface px-4 py-12 text-center text-sm text-fg-3 shadow-card">
            Alerts are shown in the console only. Add a channel to notify somebody.
          </p>
        )}
        {answer.data && answer.data.items.length > 0 && (
          <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-card">
            {answer.data.items.map((channel) => (
              <ChannelRow key={channel.id} channel={channel} mayChange={mayChange} />
            ))}
          </ul>
        )}
        {answer.data && answer.data.items.length > 0 && (
          <EscalationSection channels={answer.data.items} mayChange={mayChange} />
        )}
        {deliveries.isError && (
          <Failure
            what="The messages could not be loaded"
            error={deliveries.error}
            retry={() => void deliveries.refetch()}
          />
        )}
        {deliveries.data && (
          <Deliveries
            title="Recent messages"
            items={deliveries.data.items}
            empty="No messages have been sent yet."
          />
        )}
      </div>
      {creating && <ChannelForm onClose={() => setCreating(false)} />}
    </Frame>
  );
}
