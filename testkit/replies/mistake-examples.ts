import { example, FIRST_PAGE, issues, type ReplyExample, retried } from './reply-sources.ts';

/** Causes that are about the request and its cursor. */
export const MISTAKE_EXAMPLES: readonly ReplyExample[] = [
  example(
    'invalid_request',
    'parameter_invalid',
    [/correct “time_range”, and/, /korrigieren Sie „time_range“, und/],
    {
      attributes: issues({
        field: 'time_range',
        rule: 'enum',
        value: '7days',
        nearMiss: '7d',
        form: 'one_of',
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
        field: 'duration_minutes',
        rule: 'type',
        value: '60',
        form: 'whole_number',
        came: 'text',
        min: 1,
        max: 1440,
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
];
