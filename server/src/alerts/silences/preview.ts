import { DAY_MS } from '@request-desk/shared/durations';
import type { Occurrence, SuppressionPreview } from '@request-desk/shared/maintenance-api';
import type { Matcher } from '@request-desk/shared/silences-api';
import type { Incidents, NamedIncident } from '../incidents/incidents.ts';
import { matches } from './matching.ts';

const DAYS = 30;
const MOST_READ = 2_000;
const MAX_PREVIEWED = 10;

/** What matchers cover of what fires now and of what fired in the last thirty days. */
export async function previewOf(
  matchers: readonly Matcher[],
  occurrences: readonly Occurrence[],
  incidents: Incidents,
  now: Date,
): Promise<SuppressionPreview> {
  const since = new Date(now.getTime() - DAYS * DAY_MS);
  const past = await incidents.firedSince(since, MOST_READ);
  const open = past.filter(({ endedAt }) => endedAt === null);
  const covers = ({ labels, severity }: NamedIncident) =>
    matches(matchers, { ...labels, severity });
  const [firing, before] = [open.filter(covers), past.filter(covers)];
  return {
    firing: firing.slice(0, MAX_PREVIEWED).map(previewedAsWire),
    firing_count: firing.length,
    firing_of: open.length,
    days: DAYS,
    past: before.slice(0, MAX_PREVIEWED).map(previewedAsWire),
    past_count: before.length,
    past_pages: before.filter(({ severity }) => severity === 'page').length,
    past_of: past.length,
    occurrences: [...occurrences],
  };
}

function previewedAsWire({
  id,
  title,
  severity,
  firedAt,
}: NamedIncident): SuppressionPreview['past'][number] {
  return { id, title, severity, fired_at: firedAt.toISOString() };
}
