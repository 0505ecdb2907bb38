import type { SentrySettings } from '@request-desk/fastify/settings';
import type { Incident } from '@request-desk/shared/alerts-api';
import type { Profile } from '@request-desk/shared/profile';
import { codeProfile, codesOfClass } from '@request-desk/shared/profile-codes';
import { sentryIssuesUrl } from '../../lookup/sentry-address.ts';
import type { Notice } from '../notifiers/message.ts';

export interface LinkOptions {
  readonly profile: Profile;
  readonly consoleUrl: () => string;
  readonly sentry: SentrySettings;
}

/** Where to go on from an alert. */
export function alertLinks(incident: Incident, options: LinkOptions): Notice['links'] {
  const base = options.consoleUrl().replace(/\/+$/, '');
  const alert = `${base}/alerts/${encodeURIComponent(incident.id)}`;
  return {
    alert,
    silence: `${alert}?silence`,
    acknowledge: `${alert}?acknowledge`,
    sentry: sentrySearch(incident, options),
    requests: incident.sample_request_ids.map((id) => ({ id, url: `${base}/r/${id}` })),
  };
}

/** Sentry's issues with the alert's code, organisation and time; for exceptions only. */
export function sentrySearch(
  { labels, started_at, ended_at }: Pick<Incident, 'labels' | 'started_at' | 'ended_at'>,
  { profile, sentry }: Omit<LinkOptions, 'consoleUrl'>,
): string | null {
  const codes = labels.code === '' ? codesOfClass(profile, 'server') : [labels.code];
  const ours = codes.every((code) => codeProfile(profile, code)?.class === 'server');
  if (codes.length === 0 || !ours) return null;
  const query = [`error_code:${codes.length === 1 ? codes[0] : `[${codes.join(',')}]`}`];
  if (labels.org !== '') query.push(`org:${labels.org}`);
  return sentryIssuesUrl(sentry, {
    query: query.join(' '),
    start: started_at,
    ...(ended_at === null ? {} : { end: ended_at }),
  });
}
