import type { DossierFound, Reply } from '@request-desk/shared/dossier';
import type { Profile } from '@request-desk/shared/profile';
import { publicTexts } from './reply.ts';
import { sayTime } from './say-time.ts';

const SHOWN_IDS = 10;

/** One answer for many ids, by code, from the same allow-list as the reply for one. */
export function batchReply(profile: Profile, found: readonly DossierFound[]): Reply | null {
  const failed = found.filter(({ request }) => request !== null && request.code !== null);
  const byCode = Map.groupBy(failed, ({ request }) => request?.code ?? '');
  if (byCode.size === 0) return null;
  const parts = [...byCode].sort(([, a], [, b]) => b.length - a.length);
  const short = parts.map(
    ([code, members]) => `${members.length} × ${code}: ${publicTexts(profile, { code }).nextStep}`,
  );
  const long = parts.map(([code, members]) => {
    const { title, when, nextStep } = publicTexts(profile, { code });
    const docs = members[0]?.links.docs;
    return [
      `${members.length} of them ended with ${code}${title ? ` (“${title}”)` : ''}.${when ? ` ${when}` : ''}`,
      `What to do: ${nextStep}${docs ? ` More: ${docs}` : ''}`,
      members.slice(0, SHOWN_IDS).map(line).join('\n') +
        (members.length > SHOWN_IDS ? `\n… and ${members.length - SHOWN_IDS} more` : ''),
    ].join('\n');
  });
  const opening = `thank you for sending the request ids. We looked at ${failed.length} failed requests.`;
  return {
    short: [`We looked at ${failed.length} failed requests.`, ...short]
      .join('\n')
      .replaceAll('`', ''),
    long: ['Hello,', opening, ...long, 'Kind regards'].join('\n\n').replaceAll('`', ''),
  };
}

function line({ request_id, request }: DossierFound): string {
  return `- ${request_id} (${sayTime(Date.parse(request?.started_at ?? ''))})`;
}
