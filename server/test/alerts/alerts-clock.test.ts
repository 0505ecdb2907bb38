import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dueNotice } from '../../src/alerts/evaluate/due-notice.ts';
import { Incidents } from '../../src/alerts/incidents/incidents.ts';
import { NO_SUPPRESSIONS } from '../../src/alerts/silences/suppressions.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open-database.ts';

const directory = mkdtempSync(join(tmpdir(), 'desk-alerts-clock-'));
const noon = Date.parse('2026-03-01T12:00:00Z');
const labels = {
  rule: 'errors-500',
  severity: 'notify',
  code: '',
  route: '',
  org: '',
  kind: 'global',
};

const paged = (at: Date) => ({ severity: 'page' as const, pagedAt: at });

let database: Database;
let incidents: Incidents;
beforeAll(async () => {
  database = await openDatabase({ path: join(directory, 'postgres') });
  incidents = new Incidents(database);
});
afterAll(async () => {
  await database.close();
  rmSync(directory, { recursive: true, force: true });
});

it.each([
  ['back by three seconds', -3_000],
  ['back by an hour', -3_600_000],
  ['ahead by an hour', 3_600_000],
])('tells a page once when the clock is put %s in between', async (name, stepMs) => {
  const id = `inc_${name.replaceAll(' ', '')}`;
  await incidents.insert([
    {
      id,
      key: id,
      ruleId: 'errors-500',
      severity: 'notify' as const,
      title: name,
      scope: 'global',
      since: new Date(noon),
      firedAt: new Date(noon),
      evidence: { labels },
    },
  ]);
  const news = async (now: Date) => {
    const open = (await incidents.open()).find((one) => one.id === id);
    const notice =
      open && dueNotice(open, { suppressions: NO_SUPPRESSIONS, now, isClearing: false });
    return notice?.joined ? undefined : notice?.change;
  };
  const at = (ms: number) => new Date(noon + ms);
  expect(await news(at(0))).toBe('fired');
  await incidents.markNotified([id], at(1_000), false);
  await incidents.change(id, paged(at(2_000 + stepMs)));
  expect(await news(at(3_000 + stepMs))).toBe('paged');
  await incidents.markNotified([id], at(3_000 + stepMs), true);
  expect(await news(at(4_000 + stepMs))).toBeUndefined();
});

it('does not send a page again when the clock is put back after it', async () => {
  const id = 'inc_after';
  await incidents.insert([
    {
      id,
      key: id,
      ruleId: 'errors-500',
      severity: 'notify' as const,
      title: 'after',
      scope: 'global',
      since: new Date(noon),
      firedAt: new Date(noon),
      evidence: { labels },
    },
  ]);
  await incidents.markNotified([id], new Date(noon), false);
  await incidents.change(id, paged(new Date(noon + 60_000)));
  const back = new Date(noon + 60_000 - 3_600_000);
  await incidents.markNotified([id], back, true);
  const open = (await incidents.open()).find((one) => one.id === id);
  expect(
    open &&
      dueNotice(open, {
        suppressions: NO_SUPPRESSIONS,
        now: new Date(back.getTime() + 1_000),
        isClearing: false,
      })?.joined,
  ).toBe(true);
});
