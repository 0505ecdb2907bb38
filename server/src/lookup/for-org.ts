import type { Dossier } from '@request-desk/shared/dossier';
import type { Lookups } from '@request-desk/shared/lookups-api';

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

/** The same of many: replies to others than `org` are left out, and it is said how many. */
export function manyForOrg(
  answer: Lookups,
  org: string | undefined,
  locale: string | undefined,
): Lookups {
  if (org === undefined) return answer;
  const own = answer.org_replies?.filter((one) => one.org === org) ?? [];
  const others = answer.items.filter((item) => item.found && (item.request?.org ?? '') !== org);
  const { replies = {} } = own[0] ?? {};
  // The desk's own language stands first.
  const [first = null] = Object.values(replies);
  return {
    ...answer,
    items: answer.items.map((item) => forOrg(item, org)),
    org_replies: own,
    reply: replies[locale ?? ''] ?? first,
    ...(others.length > 0 ? { reply_withheld: withheldText(others.length, org) } : {}),
  };
}

function withheldText(count: number, org: string): string {
  const are = count === 1 ? '1 request of this text is' : `${count} requests of this text are`;
  return `The ticket is of ${org}, and ${are} not: no reply names ${count === 1 ? 'it' : 'them'}. Ask the customer where they have ${count === 1 ? 'the id' : 'the ids'} from.`;
}
