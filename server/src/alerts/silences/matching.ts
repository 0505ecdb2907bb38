import type { AlertLabels } from '@request-desk/shared/alerts-api';
import type { Matcher } from '@request-desk/shared/silences-api';

/** True when every matcher agrees with the labels; letters with accents are one, however they are written. */
export function matches(matchers: readonly Matcher[], labels: AlertLabels): boolean {
  return matchers.every(
    ({ label, op, value }) => (labels[label].normalize() === value.normalize()) === (op === '='),
  );
}

export interface TimedSilence {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** The first silence that covers these labels now. */
export function silenceFor<S extends TimedSilence>(
  silences: readonly S[],
  labels: AlertLabels,
  now: Date,
): S | undefined {
  return silences.find(
    ({ matchers, startsAt, endsAt }) =>
      startsAt <= now && endsAt > now && matches(matchers, labels),
  );
}
