import type { IncidentDetail } from '@request-desk/shared/alerts-api';
import { Instant } from '../../../ui/instant.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';

const PAUSED = {
  silence: 'It goes to nobody else while it is silenced.',
  maintenance: 'It goes to nobody else while maintenance covers it.',
  rest: 'It goes to nobody else while its trouble is not seen.',
} as const;

/** Whom the page reaches next unless somebody acknowledges it. */
export function EscalationNote({ incident }: { incident: IncidentDetail }) {
  const { escalation } = incident;
  if (!escalation) return null;
  const { taken, next_at, next_channels, paused_by } = escalation;
  return (
    <p className="rounded-lg border border-warn-line bg-warn-soft px-4 py-2.5 text-sm text-warn">
      Nobody has acknowledged this page
      {taken > 0 && `, after ${taken} ${taken === 1 ? 'escalation' : 'escalations'}`}.{' '}
      {next_at && (
        <>
          It goes to <Untrusted text={next_channels.join(', ') || 'channels that are gone'} />{' '}
          <Instant iso={next_at} show="ago" />.
        </>
      )}
      {!next_at && (paused_by ? PAUSED[paused_by] : 'Its escalation has come to its end.')}
    </p>
  );
}
