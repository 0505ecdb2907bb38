import type { AlertChannel, TestResult } from '@request-desk/shared/alert-channels-api';
import { Pencil, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { testChannel, useAlertSetting } from '../../../api/alert-settings.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { ChannelForm } from './channel-form.tsx';
import { CHANNEL_KIND } from './channel-kind.ts';
import { RemoveChannel } from './remove-channel.tsx';

/** One channel: where it goes, what it gets, and a message to try it. */
export function ChannelRow({ channel, mayChange }: { channel: AlertChannel; mayChange: boolean }) {
  const [open, setOpen] = useState<'edit' | 'remove'>();
  const test = useAlertSetting(testChannel);
  const { icon: Icon, name } = CHANNEL_KIND[channel.kind];
  const close = () => setOpen(undefined);
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-fg-3" />
        <div className="min-w-0 flex-1 basis-56">
          <h2 className="flex flex-wrap items-center gap-x-2 font-medium">
            <Untrusted text={channel.name} />
            <span className="text-xs font-normal text-fg-3">{name}</span>
            {!channel.enabled && (
              <span className="rounded border border-line px-1.5 text-2xs text-fg-3">off</span>
            )}
          </h2>
          <p className="truncate font-mono text-xs text-fg-2">
            <bdi>{channel.target}</bdi>
          </p>
          <p className="mt-0.5 text-xs text-fg-3">
            {routeText(channel.route)}
            {channel.last_delivery && (
              <>
                {' '}
                · last message {channel.last_delivery.state}{' '}
                <Instant
                  iso={channel.last_delivery.sent_at ?? channel.last_delivery.created_at}
                  show="ago"
                />
              </>
            )}
          </p>
        </div>
        {mayChange && (
          <div className="flex gap-1">
            <Button
              size="sm"
              disabled={test.isPending}
              aria-label={`Send a test message to ${channel.name}`}
              onClick={() => test.mutate(channel.id)}
            >
              <Send aria-hidden="true" className="size-3.5" />
              {test.isPending ? 'Sending …' : 'Test'}
            </Button>
            {!channel.built_in && (
              <>
                <Button
                  look="quiet"
                  size="sm"
                  aria-label={`Edit the channel ${channel.name}`}
                  onClick={() => setOpen('edit')}
                >
                  <Pencil aria-hidden="true" className="size-3.5" />
                </Button>
                <Button
                  look="quiet"
                  size="sm"
                  aria-label={`Remove the channel ${channel.name}`}
                  onClick={() => setOpen('remove')}
                >
                  <Trash2 aria-hidden="true" className="size-3.5" />
                </Button>
              </>
            )}
          </div>
        )}
      </div>
      {test.data && <Tested result={test.data} />}
      {test.isError && (
        <div className="mt-2">
          <Failure what="The test message was not sent" error={test.error} />
        </div>
      )}
      {open === 'edit' && <ChannelForm channel={channel} onClose={close} />}
      {open === 'remove' && <RemoveChannel channel={channel} onClose={close} />}
    </li>
  );
}

function Tested({ result }: { result: TestResult }) {
  return (
    <p role="status" className={`mt-1.5 text-sm ${result.ok ? 'text-good' : 'text-bad'}`}>
      {result.ok ? 'The test message was taken' : 'The test message was not taken'}
      {result.status !== null && ` (${result.status})`} after {result.duration_ms} ms
      {result.error && (
        <>
          : <Untrusted text={result.error} />
        </>
      )}
    </p>
  );
}

function routeText({ severities, kinds, codes }: AlertChannel['route']): string {
  const parts = [
    severities.length === 1 ? (severities[0] === 'page' ? 'pages only' : 'notices only') : '',
    kinds.length > 0 ? kinds.join(', ') : '',
    codes.length > 0 ? codes.join(', ') : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(' · ') : 'every alert';
}
