import type { PipelineState } from '@request-desk/shared/support-api';
import type { EngineStatus } from '../evaluate/status.ts';
import type { OpenIncident } from '../incidents/incidents.ts';
import type { Family, Sample } from './family.ts';

const one = (name: string, help: string, value: number, type: Family['type'] = 'gauge') => ({
  name: `request_desk_${name}`,
  help,
  type,
  samples: [{ value }],
});

/** How telemetry gets from the disk of this process to the store. */
export function pipelineFamilies(state: PipelineState, nowMs: number): Family[] {
  const oldest = state.oldest_undelivered_at;
  const age = oldest === null ? 0 : Math.max(0, (nowMs - Date.parse(oldest)) / 1000);
  return [
    one('delivery_up', '1: the last delivery of the spool worked.', state.store === 'ok' ? 1 : 0),
    one('spool_backlog_bytes', 'Bytes that wait for the store.', state.backlog_bytes),
    one('spool_backlog_segments', 'Segments that wait for the store.', state.backlog_segments),
    one('spool_oldest_seconds', 'Age of the oldest telemetry that waits.', age),
    one('spool_quarantined', 'Segments set aside.', state.quarantined_segments),
    one('spool_dropped_bytes_total', 'Lost for want of space.', state.dropped_bytes, 'counter'),
    one('spool_append_failures_total', 'Lost writes.', state.append_failures, 'counter'),
  ];
}

/** What fires by rule, severity and kind; never by organisation. */
export function alertFamilies(
  open: readonly OpenIncident[],
  { engine, evaluationAgeS: age }: EngineStatus,
  nowMs: number,
  deliveries: { readonly pending: number; readonly failed: number },
): Family[] {
  const counts = new Map<string, Sample>();
  for (const { labels, severity } of open) {
    const mine = { rule: labels.rule, severity, kind: labels.kind };
    const key = JSON.stringify(mine);
    counts.set(key, { labels: mine, value: (counts.get(key)?.value ?? 0) + 1 });
  }
  const judged = engine.judged_to === null ? nowMs : Date.parse(engine.judged_to);
  return [
    {
      name: 'request_desk_alerts_firing',
      help: 'Alerts that fire now.',
      type: 'gauge',
      samples: [...counts.values()],
    },
    one('alerts_evaluated', '1: some process evaluates alerts.', engine.evaluating ? 1 : 0),
    {
      name: 'request_desk_alerts_evaluation_age_seconds',
      help: 'Since the last evaluation that succeeded; absent before the first.',
      type: 'gauge',
      samples: age === undefined ? [] : [{ value: age }],
    },
    one('alerts_behind_seconds', 'Since the newest judged bucket.', (nowMs - judged) / 1000),
    one('notifications_pending', 'Notifications that wait for a channel.', deliveries.pending),
    one('notifications_failed', 'Given up within a day.', deliveries.failed),
  ];
}
