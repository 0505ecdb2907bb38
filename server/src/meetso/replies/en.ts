import type { CauseReplies } from './causes-in.ts';

const CURSOR = {
  what: 'The API cannot use this cursor: it was changed on its way, or it comes from elsewhere.',
  next: 'Please start again from the first page, without a cursor, and send each next_cursor back exactly as it came.',
};
/** The same for what is absent and what another organisation has: nobody learns that it exists. */
const NOTHING_THERE = {
  what: 'There is nothing with this id that your API key can see.',
  next: 'Please check where the id comes from, and compare it with what a list call of the same key returns.',
};
const REPLACE_KEY =
  '[Your replacement key {replacement}… is active: please deploy that one.|Please create a new key in Settings → API Keys and deploy it.]';
const PACE =
  'After such an answer, please wait as long as its Retry-After header says[ (here {wait} s)][, and from then on leave at least {pace} between two calls|, and continue at a lower pace].';

export const ENGLISH_CAUSES: CauseReplies = {
  invalid_request: {
    parameter_invalid: {
      what: '[The path of the request holds something else than an id of the API{in_path}|A query parameter has a value that the API does not accept: {problems}|A query parameter has a value that the API does not accept].',
      next: 'Please [write the id in the path exactly as the API returned it{in_path}|{fix}|correct the parameter], and send the request again.',
    },
    parameter_unknown: {
      what: 'The request has a query parameter that this call does not take[: {problems}].',
      next: 'Please [{fix}|leave the parameter out], and send the request again.',
    },
    body_invalid: {
      what: 'The body of the request is not valid[: {problems}].',
      next: 'Please [{fix}|correct the body], and send the request again.',
    },
    body_malformed: {
      what: 'The API could not read the body[: {problems}].',
      next: 'Please [{fix}|check that the body is valid JSON in UTF-8], and send the request again.',
    },
    media_type: {
      what: 'The API reads only plain JSON, and the headers of this request announced something else.',
      next: 'Please [{fix}|send the body as JSON with the header Content-Type: application/json].',
    },
    body_too_large: {
      what: 'The body is larger than the API accepts in one request.',
      next: 'Please send less in one request.',
    },
    url_malformed: {
      what: 'The address of the request could not be read: its percent-encoding is broken, or it is too long.',
      next: 'Please have a URL library build the address, and send the request again.',
    },
    header_invalid: {
      what: 'A header of the request was malformed, or the headers as a whole were too large.',
      next: 'Please remove the headers that your client, or a proxy on the way, need not send; large cookies are the most common reason.',
    },
    http_malformed: {
      what: 'What reached the API was not a complete HTTP request.',
      next: 'Please check whether a proxy between your client and the API changes or cuts off requests.',
    },
    timeout: {
      what: 'The request did not arrive completely in time, so nothing was executed.',
      next: 'Please send it again; if it happens once more, look for a slow connection, or a client that stalls while it sends.',
    },
    idempotency_mismatch: {
      what: 'The Idempotency-Key of this request had already been used for a request with another body, so nothing was executed.',
      next: 'Please use a new Idempotency-Key for each new request, and the same one only to repeat a request unchanged.',
    },
  },
  invalid_cursor: {
    undecodable: CURSOR,
    forged: CURSOR,
    other_query: {
      what: 'The cursor belongs to a list that was asked for with other parameters.',
      next: 'Please start again from the first page, without a cursor, and keep the other parameters as they are from page to page.',
    },
    expired: {
      what: 'The cursor is too old.',
      next: 'Please start again from the first page, without a cursor, and do not store cursors between runs.',
    },
  },
  unauthorized: {
    header_missing: {
      what: 'The request came without an API key: its Authorization header is missing or empty.',
      next: 'Please send the header “Authorization: Bearer”, followed by your API key, with every call.',
    },
    scheme_wrong: {
      what: 'The Authorization header does not use the scheme Bearer.',
      next: 'Please send the word Bearer, a space and your API key in that header.',
    },
    token_malformed: {
      what: 'The value of the Authorization header is not an API key.',
      next: 'Please send the word Bearer once, one space and your whole API key, exactly as it was shown to you, and nothing else in that header.',
    },
  },
  invalid_key: {
    unknown: {
      what: 'The API does not know this key.',
      next: 'Please compare the key that your integration sends with those in Settings → API Keys, and deploy the right one.',
    },
    revoked: {
      what: 'The API key of this call was revoked[ on {ended}] and can never be used again.',
      next: REPLACE_KEY,
    },
    expired: { what: 'The API key of this call expired[ on {ended}].', next: REPLACE_KEY },
  },
  scope_missing: {
    scope_missing: {
      what: 'The API key works, but it lacks the scope[ {scope}] that this call needs.',
      next: '[Your organisation already has {holders} active keys with that scope, such as {holder}…: please use one of them for this call|Your organisation already has an active key with that scope, {holder}…: please use it for this call|Please create a key with the scope {scope} in Settings → API Keys and use it for this call|Please create a key with that scope in Settings → API Keys and use it for this call]; the scopes of a key cannot be changed.',
    },
  },
  not_found: {
    absent: NOTHING_THERE,
    other_org: NOTHING_THERE,
    deleted: {
      what: 'What you asked for was deleted[ on {deleted}].',
      next: '[As your request was to delete it, there is nothing left for you to do.{removes}|Please remove the id from your data, or create the meeting again if you still need it.]',
    },
    route_unknown: {
      what: 'The API has no such path.',
      next: '[Please call {near} instead.|Please compare the path with the API reference.]',
    },
    method_unknown: {
      what: '[This path does not accept {method}|This path does not accept the method of the request].',
      next: '[Please use one of its methods: {methods}.|Please compare the method with the API reference.]',
    },
  },
  rate_limited: {
    burst: {
      what: 'Your API key made more calls within a second than its limit[ of {limit}] allows.',
      next: PACE,
    },
    sustained: {
      what: 'Your API key made more calls within a minute than its limit[ of {limit}] allows.',
      next: PACE,
    },
    auth_flood: {
      what: 'Too many calls without a working API key came from your address.',
      next: 'Please correct the API key that is used there first[, and then wait {wait} s].',
    },
  },
  internal_error: {
    exception: {
      what: 'We are sorry: this was a fault on our side.',
      next: 'Please send the request again[; as it creates or changes something, check first whether it went through after all{writes}].',
    },
    overloaded: {
      what: 'We are sorry: the API was too busy for a moment and did not take your request. Nothing was executed.',
      next: 'Please send the request again after a few seconds.',
    },
    draining: {
      what: 'We are sorry: the server that got your request was being restarted and did not take it. Nothing was executed.',
      next: 'Please send the request again.',
    },
    control_plane_away: {
      what: 'We are sorry: a part of our system that this call needs did not answer in time.',
      next: 'Please send the request again after a few seconds[; as it creates or changes something, check first whether it went through after all{writes}].',
    },
    idempotency_in_flight: {
      what: 'An earlier request with the same Idempotency-Key was still being carried out. Nothing was done twice.',
      next: 'Please send the request again after a few seconds, with the same Idempotency-Key.',
    },
  },
};
