import type { Incident, IncidentRate } from '@request-desk/shared/alerts-api';
import { formatCount } from '../format-number.ts';

/** `7.1 %, 142 of 2,000 in a minute`. */
export function rateText({ errors, requests, window_s }: IncidentRate): string {
  const share = requests > 0 ? (100 * errors) / requests : 0;
  const percent = share >= 10 || share === 0 ? share.toFixed(0) : share.toFixed(1);
  const within = window_s === 60 ? 'a minute' : `${window_s} s`;
  return `${percent} %, ${formatCount(errors)} of ${formatCount(requests)} in ${within}`;
}

/** How it is now where that is known, and how it was when it fired or paged; never the one for the other. */
export function summaryText({ current, summary, summary_of, state }: Incident): string {
  const then = `When it ${summary_of ?? 'fired'}: ${summary}`;
  return state === 'firing' && current ? `Now ${rateText(current)}. ${then}` : then;
}
