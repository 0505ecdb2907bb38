import { ATTR } from '@request-desk/shared/attributes';
import { HOUR_MS } from '@request-desk/shared/durations';
import { codesOfClass } from '@request-desk/shared/profile-codes';
import { authenticatedCalls } from '../../clickhouse/queries/lookup-client.ts';
import { addressWord } from './address-word.ts';
import { claim, eventEvidence, requestsEvidence } from './evidence.ts';
import type { FailedRequest, Judgement } from './failed-request.ts';

const AROUND_MS = HOUR_MS;
const MAX_EXAMPLES = 5;

/** Headers without a usable key: what was wrong with it, and whether the client ever got in. */
export async function judgeCredentials(request: FailedRequest): Promise<Judgement> {
  const { attributes } = request.facts.request;
  const problem = attributes[ATTR.authProblem] ?? '';
  const claims = [];
  if (problem !== '') {
    claims.push(
      claim(
        `What was wrong with the Authorization header: ${problem}. Its content is never recorded.`,
        eventEvidence(request.facts, { problem }),
      ),
    );
  }
  const address = attributes[ATTR.clientAddress] ?? '';
  const userAgent = attributes[ATTR.userAgent] ?? '';
  if (address === '') return { claims };
  const range = {
    fromMs: request.facts.startMs - AROUND_MS,
    toMs: request.facts.readyMs + AROUND_MS,
  };
  const calls = await authenticatedCalls(
    request.sources.clickhouse,
    { address, userAgent, not: codesOfClass(request.sources.profile, 'auth') },
    range,
    MAX_EXAMPLES,
  );
  const word = addressWord(address);
  const at = word === 'network' ? 'in the same network' : 'at the same address';
  const prefixes = [...new Set(calls.map((row) => row.key_prefix))].filter(Boolean);
  claims.push(
    calls.length > 0
      ? claim(
          `The same client program ${at} did authenticate within an hour of it, with ${prefixes.join(', ')}: ${prefixes.length > 1 ? `several integrations may share the ${word}` : 'perhaps the same integration, which then has a key'}.`,
          requestsEvidence('Calls that authenticated', calls),
        )
      : claim(
          `No call from the same client and ${word} authenticated within an hour of it.`,
          requestsEvidence('Calls that authenticated', []),
        ),
  );
  return { claims };
}
