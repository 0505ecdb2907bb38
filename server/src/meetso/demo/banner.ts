import { CATALOGUE } from '../catalogue/catalogue.ts';
import { ERROR_CODES } from '../catalogue/causes.ts';
import { MEETINGS } from './calls.ts';
import type { DemoSeed } from './demo-data.ts';
import type { TrafficStats } from './traffic-counter.ts';

interface BannerFacts {
  readonly seed: DemoSeed;
  readonly latest: TrafficStats['latest'];
  readonly apiUrl: string;
  readonly consoleUrl: string;
  readonly rate: number;
}

/**
 * What a person needs to start looking around: the console, an id of each code from a real answer,
 * and a call to make. The only place where a demo key is ever shown.
 */
export function demoBanner({ seed, latest, apiUrl, consoleUrl, rate }: BannerFacts): string {
  const active = seed.keys.filter((key) => key.state === 'active').length + 1;
  const ids = ERROR_CODES.flatMap((code) => {
    const id = latest[code];
    return id ? [`    ${CATALOGUE[code].status}  ${code.padEnd(16)} ${id}`] : [];
  });
  const list = `${apiUrl}${MEETINGS}`;
  return `
  The demo is running: ${seed.orgs.length} organisations, ${active} active keys, about ${rate} requests/s.

  Open the console and paste an id, or a text with ids in it:

    ${consoleUrl}

${ids.join('\n')}

  Call the API yourself, then paste the x-request-id of the answer:

    curl -i -H 'Authorization: Bearer ${seed.tryKey.secret}' '${list}?limit=3'
    curl -i -H 'Authorization: Bearer ${seed.tryKey.secret}' '${list}?time_range=7days'

  Ctrl-C ends it; the data stays.
`;
}
