import { ATTR } from '../../shared/src/attributes.ts';
import {
  AT,
  DAY,
  example,
  KEY,
  NEXT_KEY,
  NOT_NEW_KEY,
  type ReplyExample,
} from './reply-sources.ts';

/** Causes that are about the API key, and what it was used to ask for. */
export const KEY_EXAMPLES: readonly ReplyExample[] = [
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
      key: KEY,
      replacement: NEXT_KEY,
      never: /create a new key|maren/i,
    },
  ),
  example('invalid_key', 'revoked', [/create a new key/, /einen neuen Schlüssel/], {
    called: 'the replacement is revoked, too',
    key: KEY,
    replacement: { ...NEXT_KEY, revokedAt: new Date(AT) },
    never: /Zz9y/,
  }),
  example('invalid_key', 'revoked', [/create a new key/, /einen neuen Schlüssel/], {
    called: 'the replacement is another organisation’s',
    key: KEY,
    replacement: { ...NEXT_KEY, orgId: 'org_2' },
    never: /Zz9y/,
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
    attributes: { [ATTR.scopeRequired]: 'meetings:write' },
    holders: [NEXT_KEY],
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
      holders: [{ ...NEXT_KEY, orgId: 'org_2' }],
      never: /Zz9y|already|bereits/,
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
      method: 'PUT',
      attributes: { [ATTR.routeMethods]: 'GET, HEAD' },
      never: /check the id/i,
    },
  ),
];
