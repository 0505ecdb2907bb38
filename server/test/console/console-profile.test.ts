import { profile } from '@request-desk/shared/profile';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ConsoleDesk, openConsole } from '../../../testkit/desks/console-desk.ts';
import { MEETSO_PROFILE } from '../../src/meetso/profile.ts';

const hostile = { ...MEETSO_PROFILE, name: '</script><script>alert(1)</script>\u2028<!-- $& $`' };

let desk: ConsoleDesk;
beforeAll(async () => {
  desk = await openConsole({ profile: hostile, staffToken: undefined });
});
afterAll(() => desk.close());

it('stands in the page as data that no script can come out of', async () => {
  const response = await fetch(desk.url);
  const page = await response.text();
  const [, json = ''] =
    /<script type="application\/json" id="profile">(.*?)<\/script>/s.exec(page) ?? [];
  expect(profile.parse(JSON.parse(json))).toEqual(hostile);
  expect(page.match(/<\/?script/g)).toHaveLength(4);
  expect(page).not.toContain('\u2028');
  expect(response.headers.get('content-security-policy')).toContain("script-src 'self';");
});

it('is also an answer of the API', async () => {
  expect(await desk.get('/profile', profile)).toEqual(hostile);
});
