import { ATTR } from '@request-desk/shared/attributes';
import { expect, it } from 'vitest';
import type { RequestFacts } from '../stored-event.ts';
import { replayClaims } from './success.ts';

const facts = (attributes: Readonly<Record<string, string>>) =>
  ({ requestId: 'req_2', request: { attributes } }) as unknown as RequestFacts;

it('says of a replay whose answer it was', () => {
  const [claim] = replayClaims(facts({ [ATTR.replayOf]: 'req_70ac81fe9ef7a3c6' }));
  expect(claim?.text).toContain('a replay of req_70ac81fe9ef7a3c6');
  expect(JSON.stringify(claim?.evidence)).toContain('replay_of');
  expect(replayClaims(facts({}))).toEqual([]);
});
