import type { Dossier } from '@request-desk/shared/dossier';

/** The answer for the ticket of organisation `org`: of another's request no reply is drafted. */
export function forOrg(answer: Dossier, org: string | undefined): Dossier {
  if (org === undefined || !answer.found) return answer;
  const owner = answer.request?.org ?? '';
  if (owner === org) return answer;
  const whose = owner === '' ? 'no organisation that is known' : owner;
  const { replies: _withheld, ...rest } = answer;
  return {
    ...rest,
    reply: null,
    reply_withheld: `The ticket is of ${org}, but this request is of ${whose}. Do not answer the customer with it: ask them where they have the id from.`,
  };
}
