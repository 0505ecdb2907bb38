import { ATTR } from '../../shared/src/attributes.ts';
import {
  AT,
  DAY,
  example,
  FIRST_PAGE,
  issues,
  KEY,
  NEXT_KEY,
  NOT_NEW_KEY,
  type ReplyExample,
  retried,
} from './reply-sources.ts';

/** Causes that are about the request, the key or what was asked for. */
export const MISTAKE_EXAMPLES: readonly ReplyExample[] = [
  example(
    'invalid_request',
    'parameter_invalid',
    [/correct “time_range”, and/, /korrigieren Sie „time_range“, und/],
    {
      attributes: issues({
        ...{ field: 'time_range', rule: 'enum', value: '7days', nearMiss: '7d', form: 'one_of' },
        allowed: ['24h', '7d', '30d', '90d', 'all'],
      }),
      never: /7days/,
    },
  ),
  example(
    'invalid_request',
    'parameter_invalid',
    [/the id in the path exactly as the API returned it/, /die ID im Pfad genau so, wie/],
    {
      called: 'an id in the path that is none',
      route: '/public/v1/meetings/:id',
      attributes: issues({ field: 'id', rule: 'format' }),
      never: /quer|parameter|“id”|„id“/i,
    },
  ),
  example(
    'invalid_request',
    'parameter_unknown',
    [/write “limit” instead of “limt”/, /schreiben Sie „limit“ statt „limt“/],
    {
      attributes: issues({ field: 'limt', rule: 'unknown', nearMiss: 'limit' }),
    },
  ),
  example(
    'invalid_request',
    'body_invalid',
    [
      /send “duration_minutes” as a number, without quotation marks/,
      /senden Sie „duration_minutes“ als Zahl, ohne Anführungszeichen/,
    ],
    {
      called: 'a number as text',
      attributes: issues({
        ...{
          field: 'duration_minutes',
          rule: 'type',
          value: '60',
          form: 'whole_number',
          came: 'text',
        },
        ...{ min: 1, max: 1440 },
      }),
    },
  ),
  example(
    'invalid_request',
    'body_invalid',
    [/add “title” and correct “starts_at”/, /ergänzen Sie „title“ und korrigieren Sie „starts_at“/],
    {
      called: 'two fields',
      attributes: issues(
        { field: 'title', rule: 'required' },
        { field: 'starts_at', rule: 'format', form: 'date_time', came: 'text' },
      ),
    },
  ),
  example(
    'invalid_request',
    'body_invalid',
    [
      /write “duration_minutes” instead of “duration”, and/,
      /„duration_minutes“ statt „duration“, und/,
    ],
    {
      called: 'nothing else in it',
      attributes: issues(
        { field: 'duration', rule: 'unknown', nearMiss: 'duration_minutes' },
        { field: 'body', rule: 'minimum' },
      ),
      never: /[“„]body[”“]/,
    },
  ),
  example(
    'invalid_request',
    'body_malformed',
    [/send the body whole/, /senden Sie den Body vollständig/],
    {
      called: 'cut off',
      attributes: issues({ field: 'body', rule: 'cut_off' }),
      never: /correct the field|korrigieren Sie das Feld/i,
    },
  ),
  example('invalid_request', 'body_malformed', [/valid JSON in UTF-8/, /gültiges JSON in UTF-8/], {
    called: 'without details',
  }),
  example(
    'invalid_request',
    'media_type',
    [/Content-Type: application\/json/, /Content-Type: application\/json/],
    {
      attributes: issues({ field: 'body', rule: 'content_type' }),
    },
  ),
  example('invalid_request', 'body_too_large', [/send less/, /senden Sie weniger/]),
  example('invalid_request', 'url_malformed', [/URL library/, /URL-Bibliothek/]),
  example('invalid_request', 'header_invalid', [/remove the headers/, /entfernen Sie Header/]),
  example('invalid_request', 'http_malformed', [/whether a proxy/, /ob ein Proxy/]),
  example('invalid_request', 'idempotency_mismatch', [
    /a new Idempotency-Key/,
    /einen neuen Idempotency-Key/,
  ]),
  example('invalid_request', 'timeout', [/send it again/, /senden Sie sie noch einmal/]),
  example('invalid_request', 'body_invalid', [/nothing left for you to do/, /nichts mehr zu tun/], {
    called: 'corrected since',
    context: retried('corrected'),
    attributes: issues({ field: 'title', rule: 'required' }),
    never: /Please/,
  }),
  example('invalid_cursor', 'undecodable', FIRST_PAGE),
  example('invalid_cursor', 'forged', FIRST_PAGE, { never: /organisation|sign/i }),
  example('invalid_cursor', 'other_query', FIRST_PAGE),
  example('invalid_cursor', 'expired', FIRST_PAGE),
  example('unauthorized', 'header_missing', [
    /send the header “Authorization: Bearer”/,
    /den Header „Authorization: Bearer“/,
  ]),
  example('unauthorized', 'scheme_wrong', [
    /the word Bearer, a space/,
    /das Wort Bearer, ein Leerzeichen/,
  ]),
  example('unauthorized', 'token_malformed', [
    /the word Bearer once, one space and your whole API key, .* nothing else/,
    /einmal das Wort Bearer, ein Leerzeichen und Ihren vollständigen API-Schlüssel .* sonst nichts/,
  ]),
  example('invalid_key', 'unknown', [/compare the key/, /vergleichen Sie den Schlüssel/], {
    never: NOT_NEW_KEY,
  }),
  example(
    'invalid_key',
    'revoked',
    [/key mts_live_Zz9y… is active: please deploy/, /mts_live_Zz9y… ist aktiv. Bitte verwenden/],
    {
      called: 'with an active replacement',
      ...{ key: KEY, replacement: NEXT_KEY, never: /create a new key|maren/i },
    },
  ),
  example('invalid_key', 'revoked', [/create a new key/, /einen neuen Schlüssel/], {
    called: 'the replacement is revoked, too',
    ...{ key: KEY, replacement: { ...NEXT_KEY, revokedAt: new Date(AT) }, never: /Zz9y/ },
  }),
  example('invalid_key', 'revoked', [/create a new key/, /einen neuen Schlüssel/], {
    called: 'the replacement is another organisation’s',
    ...{ key: KEY, replacement: { ...NEXT_KEY, orgId: 'org_2' }, never: /Zz9y/ },
  }),
  example('invalid_key', 'expired', [/create a new key/, /einen neuen Schlüssel/], { key: KEY }),
  example(
    'scope_missing',
    'scope_missing',
    [/key with the scope meetings:write/, /mit der Berechtigung meetings:write/],
    {
      attributes: { [ATTR.scopeRequired]: 'meetings:write' },
    },
  ),
  example('scope_missing', 'scope_missing', [/please use it for/, /verwenden Sie ihn für/], {
    called: 'another key of the organisation holds the scope',
    ...{ attributes: { [ATTR.scopeRequired]: 'meetings:write' }, holders: [NEXT_KEY] },
    never: /create a key|legen Sie|already has 1/,
  }),
  example(
    'scope_missing',
    'scope_missing',
    [/2 active keys .* please use one of them/, /2 aktive Schlüssel .* verwenden Sie einen davon/],
    {
      called: 'several keys of the organisation hold the scope',
      attributes: { [ATTR.scopeRequired]: 'meetings:write' },
      holders: [NEXT_KEY, { ...NEXT_KEY, id: 'key_3', prefix: 'mts_live_Qq1w' }],
      never: /create a key|legen Sie|Qq1w/,
    },
  ),
  example(
    'scope_missing',
    'scope_missing',
    [/create a key with the scope/, /legen Sie unter Einstellungen/],
    {
      called: 'only a key of another organisation holds the scope',
      attributes: { [ATTR.scopeRequired]: 'meetings:write' },
      ...{ holders: [{ ...NEXT_KEY, orgId: 'org_2' }], never: /Zz9y|already|bereits/ },
    },
  ),
  example(
    'not_found',
    'absent',
    [/check where the id comes from/, /prüfen Sie, woher die ID stammt/],
    { never: /another organisation|andere Organisation/i },
  ),
  example(
    'not_found',
    'other_org',
    [/check where the id comes from/, /prüfen Sie, woher die ID stammt/],
    {
      attributes: { [ATTR.ownerOrg]: 'org_secret' },
      never: /another organisation|andere Organisation|org_secret|exists/i,
    },
  ),
  example('not_found', 'deleted', [/remove the id/, /entfernen Sie die ID/], {
    attributes: { [ATTR.deletedAt]: new Date(AT - DAY).toISOString() },
  }),
  example('not_found', 'deleted', [/nothing left for you to do/, /ist nichts weiter zu tun/], {
    called: 'a second DELETE',
    method: 'DELETE',
    attributes: { [ATTR.deletedAt]: new Date(AT - DAY).toISOString() },
  }),
  example(
    'not_found',
    'route_unknown',
    [/call \/public\/v1\/meetings instead/, /rufen Sie stattdessen \/public\/v1\/meetings auf/],
    {
      attributes: { [ATTR.nearMiss]: '/public/v1/meetings' },
    },
  ),
  example(
    'not_found',
    'method_unknown',
    [/use one of its methods: GET, HEAD/, /eine der erlaubten Methoden: GET, HEAD/],
    {
      ...{ method: 'PUT', attributes: { [ATTR.routeMethods]: 'GET, HEAD' } },
      never: /check the id/i,
    },
  ),
];
