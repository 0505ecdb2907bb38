import type { IncidentDetail } from '@request-desk/shared/alerts-api';
import { Instant } from '../../../ui/instant.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';

/** Whom the page reaches next unless somebody acknowledges it. */
export function EscalationNote({ incident }: { incident: IncidentDetail }) {
  const { escalation } = incident;
  if (!escalation) return null;
  const { taken, next_at, next_channels } = escalation;
  return (
    <p className="rounded-lg border border-warn-line bg-warn-soft px-4 py-2.5 text-sm text-warn">
      Nobody has acknowledged this page
      {taken > 0 && `, after ${taken} ${taken === 1 ? 'escalation' : 'escalations'}`}.{' '}
      {next_at && !incident.silenced_by && (
        <>
          It goes to <Untrusted text={next_channels.join(', ') || 'channels that are gone'} />{' '}
          <Instant iso={next_at} show="ago" />.
        </>
      )}
      {next_at && incident.silenced_by && 'It goes to nobody else while it is silenced.'}
      {!next_at && 'Its escalation has come to its end.'}
    </p>
  );
}
