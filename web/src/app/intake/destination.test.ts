import { expect, it } from 'vitest';
import { destinationOf } from './destination.ts';

const id = 'req_70ac81fe9ef7a3c6';
const other = 'req_0123456789abcdef';
const request = (of: string) => ({ page: 'request', id: of });
const ORG = 'org_0mtbtveo0tmiiffvwn58';
const RESOURCE = `box_${ORG.slice(4)}`;
const ENCODED = `req%5F${id.slice(4)}%7Creq%5F${other.slice(4)}`;
const lookup = (text: string) => ({ page: 'lookup', text });

it.each([
  ['a bare id', id, request(id)],
  ['white space around it', `\n ${id} \n`, request(id)],
  ['upper case', id.toUpperCase(), request(id)],
  ['an email with one id', `Hello,\nwe got ${id}.\nThanks`, request(id)],
  ['the same id twice', `${id}, again ${id}`, request(id)],
  ['an id in JSON', `{"request_id":"${id}"}`, request(id)],
  ['a trace id', '70ac81fe9ef7a3c6d4dcb464a2509160', request('70ac81fe9ef7a3c6d4dcb464a2509160')],
  ['a damaged id', 'req_7Oac81fe9ef7a3c6', request('req_7Oac81fe9ef7a3c6')],
  ['two ids', `${id} ${other}`, lookup(`${id} ${other}`)],
  ['an id and a damaged one', `${id} req_12`, lookup(`${id} req_12`)],
  ['prose without an id', 'it does not work', lookup('it does not work')],
  ['two ids, encoded', ENCODED, lookup(ENCODED)],
  ['a code alone', 'slow_down', lookup('slow_down')],
  ['a status alone', '429', lookup('429')],
  ['an organisation', ORG, { page: 'org', id: ORG }],
  ['a resource', RESOURCE, { page: 'id', id: RESOURCE }],
  ['a resource among words', `about ${RESOURCE}`, lookup(`about ${RESOURCE}`)],
  ['nothing', '   ', undefined],
])('%s', (_name, text, expected) => expect(destinationOf(text)).toEqual(expected));

it.each([
  `re=\nq_${other.slice(4)}`,
  `reg_${other.slice(4)}`,
  'SGVsbG8gcmVxXzEyMzQ',
  'dd.trace_id=168829',
])('leaves to the server what may hide another id: %j', (hidden) => {
  const text = `${id} and ${hidden}`;
  expect(destinationOf(text)).toEqual(lookup(text));
});
