import type { IncidentDetail } from '@request-desk/shared/alerts-api';
import { Instant } from '../../../ui/instant.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';

const PAUSED = {
  silence: 'Escalation is paused while it is silenced.',
  maintenance: 'Escalation is paused while maintenance covers it.',
  rest: 'Escalation is paused while no failures are seen.',
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
          It is escalated to <Untrusted text={next_channels.join(', ') || 'deleted channels'} />{' '}
          <Instant iso={next_at} show="ago" />.
        </>
      )}
      {!next_at && (paused_by ? PAUSED[paused_by] : 'All escalation steps have been taken.')}
    </p>
  );
}
