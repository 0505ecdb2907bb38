import { answerIn, type Call, type RealClient } from './job.ts';
import { inWords, MEETINGS, type Scene } from './situation.ts';

const MB = 1_000_000;
/** So many calls have one key: fewer than a second allows it. */
const CALLS_OF_A_KEY = 5;

interface Kind {
  readonly what: string;
  readonly answer: string;
  readonly of: (upload: Upload) => Partial<Call> & { readonly path?: string };
}

interface Upload {
  readonly key: string;
  readonly type: Readonly<Record<string, string>>;
}

const json = ({ key, type }: Upload) => ({ headers: { authorization: `Bearer ${key}`, ...type } });
const DEAD_KEY = `mts_live_${'D'.repeat(32)}`;

/** What is refused at its first bytes, at its length, in the middle, and before it is read. */
const KINDS: readonly Kind[] = [
  { what: 'with a length', answer: '400 invalid_request', of: json },
  {
    what: 'in chunks',
    answer: '400 invalid_request',
    of: (upload) => ({ ...json(upload), chunked: true }),
  },
  {
    what: 'of a wrong type',
    answer: '400 invalid_request',
    of: ({ key }) => json({ key, type: { 'content-type': 'text/plain' } }),
  },
  {
    what: 'by an unknown key',
    answer: '401 invalid_key',
    of: ({ type }) => json({ key: DEAD_KEY, type }),
  },
  {
    what: 'to a path that is none',
    answer: '404 not_found',
    of: (upload) => ({ ...json(upload), path: '/public/v1/files' }),
  },
];

/** Of one client and size: calls, answers that did not come, and what came that should not have. */
export interface Uploaded {
  readonly megabytes: number;
  readonly sent: number;
  readonly lost: readonly string[];
  readonly wrong: readonly string[];
}

/** Sends `count` large bodies, of all kinds in turn; each refusal must arrive, and be the right one. */
export async function uploaded(
  client: RealClient,
  { apiUrl, key }: Scene,
  megabytes: number,
  count: number,
): Promise<Uploaded> {
  const type = { 'content-type': 'application/json' };
  const [lost, wrong]: [string[], string[]] = [[], []];
  for (let sent = 0; sent < count; sent += CALLS_OF_A_KEY) {
    const fresh = await key();
    const kinds = KINDS.slice(0, Math.min(KINDS.length, count - sent));
    const calls = kinds.map(({ of }) => {
      const { path = MEETINGS, ...call } = of({ key: fresh, type });
      const url = `${apiUrl}${path}`;
      return { method: 'POST', url, headers: {}, bytes: megabytes * MB, ...call };
    });
    const outcomes = await client.run({ calls, atOnce: 1 });
    for (const [at, { what, answer }] of kinds.entries()) {
      const got = answerIn(outcomes[at]);
      if (typeof got === 'string') lost.push(`${what}: ${got}`);
      else if (inWords(got) !== answer) wrong.push(`${what}: ${inWords(got)}`);
    }
  }
  return { megabytes, sent: count, lost, wrong };
}
