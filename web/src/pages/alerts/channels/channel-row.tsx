import type { AlertChannel, TestResult } from '@request-desk/shared/alert-channels-api';
import { Send } from 'lucide-react';
import { testChannel, useAlertSetting } from '../../../api/alert-settings.ts';
import { Button } from '../../../ui/button.tsx';
import { Failure } from '../../../ui/failure.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';
import { ChangeButtons } from '../change-buttons.tsx';
import { SettingRow } from '../setting-row.tsx';
import { ChannelForm } from './channel-form.tsx';
import { CHANNEL_KIND } from './channel-kind.ts';
import { RemoveChannel } from './remove-channel.tsx';

/** One channel: where it goes, what it gets, and a message to try it. */
export function ChannelRow({ channel, mayChange }: { channel: AlertChannel; mayChange: boolean }) {
  const test = useAlertSetting(testChannel);
  const { icon: Icon, name: kind } = CHANNEL_KIND[channel.kind];
  return (
    <SettingRow
      wraps
      lead={<Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-fg-3" />}
      name={channel.name}
      marks={
        <>
          <span className="text-xs font-normal text-fg-3">{kind}</span>
          {!channel.enabled && (
            <span className="rounded border border-line px-1.5 text-2xs text-fg-3">off</span>
          )}
        </>
      }
      actions={
        mayChange && (
          <>
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
              <ChangeButtons
                what="channel"
                name={channel.name}
                size="sm"
                edit={(onClose) => <ChannelForm channel={channel} onClose={onClose} />}
                remove={(onClose) => <RemoveChannel channel={channel} onClose={onClose} />}
              />
            )}
          </>
        )
      }
      below={
        <>
          {test.data && <Tested result={test.data} />}
          {test.isError && (
            <div className="mt-2">
              <Failure what="The test message was not sent" error={test.error} />
            </div>
          )}
        </>
      }
    >
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
    </SettingRow>
  );
}

function Tested({ result }: { result: TestResult }) {
  return (
    <p role="status" className={`mt-1.5 text-sm ${result.ok ? 'text-good' : 'text-bad'}`}>
      {result.ok ? 'The test message was delivered' : 'The test message was not delivered'}
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
