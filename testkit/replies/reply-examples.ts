import { CAUSES, ERROR_CODES } from '../../server/src/meetso/catalogue/causes.ts';
import { MEETSO_PROFILE } from '../../server/src/meetso/profile.ts';
import { ATTR } from '../../shared/src/attributes.ts';
import { KEY_EXAMPLES } from './key-examples.ts';
import { MISTAKE_EXAMPLES } from './mistake-examples.ts';
import {
  AT,
  contextOf,
  example,
  LATER,
  MINUTE,
  NO_RECOVERY,
  PACE,
  plainExample,
  type ReplyExample,
  retried,
  since,
} from './reply-sources.ts';

const ENDED = {
  id: 'al_1',
  title: '500s across the API',
  since,
  ended: new Date(AT + 15 * MINUTE).toISOString(),
  status_text: 'Lists of meetings fail for some customers.',
};

/** Causes, and every state of what is known that changes their reply. */
const WRITTEN_EXAMPLES: readonly ReplyExample[] = [
  ...MISTAKE_EXAMPLES,
  ...KEY_EXAMPLES,
  example(
    'rate_limited',
    'burst',
    [/leave at least 1 s between two calls/, /zwischen zwei Aufrufen mindestens 1 s Abstand/],
    { attributes: PACE, never: /60/ },
  ),
  example(
    'rate_limited',
    'sustained',
    [/leave at least 3 s between two calls/, /zwischen zwei Aufrufen mindestens 3 s Abstand/],
    {
      attributes: { ...PACE, [ATTR.rateLimit]: '20', [ATTR.ratePaceMs]: '3000' },
      never: /\b(?:10|60)\b/,
    },
  ),
  example(
    'rate_limited',
    'burst',
    [/leave at least 1 s between two calls/, /zwischen zwei Aufrufen mindestens 1 s Abstand/],
    {
      called: 'and the same call passed later',
      attributes: PACE,
      context: retried('same'),
    },
  ),
  example(
    'rate_limited',
    'auth_flood',
    [/correct the API key/, /korrigieren Sie zuerst den API-Schlüssel/],
    { attributes: { [ATTR.retryAfterS]: '30' } },
  ),
  example('internal_error', 'exception', LATER, { never: NO_RECOVERY }),
  example(
    'internal_error',
    'exception',
    [/check first whether it went through/, /prüfen Sie vorher, ob sie nicht doch/],
    {
      called: 'of a call that creates',
      method: 'POST',
      never: NO_RECOVERY,
    },
  ),
  example('internal_error', 'exception', [/nothing left for you to do/, /nichts mehr zu tun/], {
    called: 'the same call passed since',
    context: retried('same'),
    never: /Please/,
  }),
  example('internal_error', 'exception', LATER, {
    called: 'the route works again',
    recovery: { kind: 'again', sinceMs: AT + 20 * MINUTE },
  }),
  example('internal_error', 'exception', LATER, {
    called: 'the incident ended, and the route works again',
    context: contextOf({ alert: ENDED }),
    recovery: { kind: 'again', sinceMs: AT + 20 * MINUTE },
  }),
  example(
    'internal_error',
    'exception',
    [/fail for some customers\. Please wait/, /fail for some customers\. Bitte warten/],
    {
      called: 'in an open incident with a known-issue text',
      context: contextOf({
        alert: {
          id: 'al_1',
          title: '500s across the API',
          since,
          ended: null,
          status_text: 'Lists of meetings fail for some customers.',
        },
      }),
      never: /as usual|wieder normal|500s/,
    },
  ),
  example(
    'internal_error',
    'exception',
    [/fail for some customers\. Please wait/, /schlagen bei einigen Kunden fehl\. Bitte warten/],
    {
      called: 'in an open incident with a known-issue text in two languages',
      context: contextOf({
        alert: {
          id: 'al_1',
          title: '500s across the API',
          since,
          ended: null,
          status_text: 'Lists of meetings fail for some customers.',
          status_texts: {
            en: 'Lists of meetings fail for some customers.',
            de: 'Listen von Meetings schlagen bei einigen Kunden fehl.',
          },
        },
      }),
      never: /as usual|wieder normal|500s/,
    },
  ),
  example(
    'internal_error',
    'exception',
    [
      /does not show, but it is not over yet/,
      /tritt sie nicht auf, sie ist aber noch nicht vorbei/,
    ],
    {
      called: 'in an open incident that is not seen at present',
      context: contextOf({
        alert: { id: 'al_1', title: '500s across the API', since, ended: null, resting: true },
      }),
      never: /as usual|wieder normal|500s|besteht seit/,
    },
  ),
  example('internal_error', 'exception', [/Please wait before/, /Bitte warten Sie, bevor/], {
    called: 'in an open incident',
    context: contextOf({ alert: { id: 'al_1', title: '500s across the API', since, ended: null } }),
    recovery: { kind: 'again', sinceMs: AT },
    never: /as usual|wieder normal|500s/,
  }),
  example(
    'internal_error',
    'exception',
    [/Please wait a few minutes/, /Bitte warten Sie einige Minuten/],
    {
      called: 'still failing',
      recovery: { kind: 'not_yet' },
      never: NO_RECOVERY,
    },
  ),
  example(
    'internal_error',
    'exception',
    [/may affect calls like yours\. Please wait/, /betreffen kann\. Bitte warten/],
    {
      called: 'its incident ended, and another one is open',
      context: contextOf({ alert: ENDED }),
      recovery: { kind: 'later', sinceMs: AT + 60 * MINUTE, failing: false },
      never: /as usual|wieder normal|failing|schlagen|Lists of meetings/,
    },
  ),
  example(
    'internal_error',
    'exception',
    [
      /until .* UTC\. Another disruption .* failing at the moment\. Please wait/,
      /dauerte\. Seit dem .* fehl\. Bitte warten/,
    ],
    {
      called: 'its incident ended, and the calls fail in another one',
      context: contextOf({ alert: ENDED }),
      recovery: { kind: 'later', sinceMs: AT + 60 * MINUTE, failing: true },
      never: /as usual|wieder normal|Lists of meetings/,
    },
  ),
  example(
    'internal_error',
    'exception',
    [/Apart from that, .* Please wait/, /Davon abgesehen .* Bitte warten/],
    {
      called: 'its incident ended, and the calls fail again',
      context: contextOf({ alert: ENDED }),
      recovery: { kind: 'not_yet' },
      never: NO_RECOVERY,
    },
  ),
  example(
    'internal_error',
    'exception',
    [/nothing left for you to do about this one/, /für diese Anfrage nichts mehr zu tun/],
    {
      called: 'the same call passed since, in an open incident',
      context: { ...retried('same'), alert: { ...ENDED, ended: null } },
      recovery: { kind: 'not_yet' },
      never: /as usual|wieder normal|Please|until (?!the)/,
    },
  ),
  example('internal_error', 'exception', LATER, {
    called: 'its incident ended, and too few calls to tell',
    context: contextOf({ alert: ENDED }),
    recovery: { kind: 'too_few' },
    never: /as usual|wieder normal|Lists of meetings/,
  }),
  example('internal_error', 'exception', LATER, {
    called: 'too few calls to tell',
    recovery: { kind: 'too_few' },
    never: NO_RECOVERY,
  }),
  example('internal_error', 'overloaded', LATER, { never: NO_RECOVERY }),
  example('internal_error', 'draining', LATER, { never: NO_RECOVERY }),
  example('internal_error', 'control_plane_away', LATER, { never: /control plane|postgres/i }),
  example('internal_error', 'idempotency_in_flight', LATER, { never: NO_RECOVERY }),
];

/** Every cause: those that no example is written for, as the catalogue has them. */
export const REPLY_EXAMPLES: readonly ReplyExample[] = [
  ...WRITTEN_EXAMPLES,
  ...ERROR_CODES.flatMap((code) =>
    CAUSES[code]
      .filter((cause) => !WRITTEN_EXAMPLES.some((one) => one.code === code && one.cause === cause))
      .map((cause) => plainExample(code, cause)),
  ),
];

export const EXAMPLE_PLACES = {
  profile: MEETSO_PROFILE,
  docsUrl: 'https://api.meetso.example/docs/errors',
  now: AT + 30 * MINUTE,
};
