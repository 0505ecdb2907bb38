import { meeting, meetingPage } from '../../server/src/meetso/catalogue/meetings.ts';
import type { Scope } from '../../server/src/meetso/scopes.ts';
import { supportClient } from '../../testkit/clients/support-client.ts';
import type { DeskProcess } from '../../testkit/desks/desk-process.ts';
import { poll } from '../../testkit/poll.ts';
import type { FuzzFixtures } from './requests.ts';

const [READ, BOTH]: [Scope[], Scope[]] = [['meetings:read'], ['meetings:read', 'meetings:write']];
const BODY = '{"title":"Meeting","starts_at":"2031-05-06T07:08:09Z","duration_minutes":30}';

/** Organisations with keys, meetings and a cursor each, to make requests from. */
export async function fuzzFixtures(desk: DeskProcess): Promise<FuzzFixtures> {
  const support = supportClient(desk);
  const url = `${desk.apiUrl}/public/v1/meetings`;
  const [keys, deadKeys]: [string[], string[]] = [[], []];
  const [meetingIds, cursors]: [string[], string[]] = [[], []];
  for (const name of ['Fuzz A', 'Fuzz B', 'Fuzz C']) {
    const org = await support.createOrg(name);
    const mint = async (scopes: Scope[]) => await support.mintKey(org.id, scopes);
    const { secret } = await mint(BOTH);
    const headers = { authorization: `Bearer ${secret}`, 'content-type': 'application/json' };
    for (let i = 0; i < 5; i++) {
      const made = await succeeded(url, { method: 'POST', headers, body: BODY });
      meetingIds.push(meeting.parse(made).id);
    }
    const page = meetingPage.parse(await succeeded(`${url}?limit=2`, { headers }));
    cursors.push(page.next_cursor ?? '');
    for (let i = 0; i < 12; i++) keys.push((await mint(i % 4 === 3 ? READ : BOTH)).secret);
    const revoked = await mint(READ);
    await support.revokeKey(revoked.id);
    deadKeys.push(revoked.secret);
  }
  return { keys, deadKeys, meetingIds, cursors };
}

/** The demo's data source fails now and then. */
function succeeded(url: string, init: RequestInit): Promise<unknown> {
  return poll(`an answer of ${url}`, async () => {
    const answer = await fetch(url, init);
    const body: unknown = await answer.json();
    return answer.ok ? body : undefined;
  });
}
