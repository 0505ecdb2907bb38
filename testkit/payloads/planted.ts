import type { Page } from 'playwright-core';
import { faultOfAnswer, faultOfCsv, faultOfTerminal } from './detectors.ts';
import { openPage, watchPage } from './in-browser.ts';
import { EVALUATED, INJECTED, RAN } from './payloads.ts';

/** Faults of each kind that no detector may pass over; returns those that were. A page of its own. */
export async function overlookedFaults(page: Page, url: string): Promise<string[]> {
  const answer = { status: 200, headers: new Headers(), text: '', ms: 1 };
  const html = new Headers({ 'content-type': 'text/html' });
  const found: Record<string, string | undefined> = {
    'a failure': faultOfAnswer({ ...answer, status: 500 }),
    'an injected header': faultOfAnswer({ ...answer, headers: new Headers({ [INJECTED]: '1' }) }),
    'a file': faultOfAnswer({ ...answer, text: 'root:x:0:0:root:/root:/bin/bash' }),
    'a template': faultOfAnswer({ ...answer, text: `so ${EVALUATED}` }),
    'a statement that slept': faultOfAnswer({ ...answer, ms: 3_050 }),
    'an open redirect': faultOfAnswer({ ...answer, headers: new Headers({ location: '//evil' }) }),
    'markup as a page': faultOfAnswer({ ...answer, headers: html, text: `<b onclick=${RAN}>` }),
    'a formula': faultOfCsv('a,b\r\n1,=1+1\r\n'),
    'a formula behind a semicolon': faultOfCsv('a,b\r\n1,"x;=1+1;y"\r\n'),
    'a control': faultOfTerminal('\u001b[31mred'),
    'turned text': faultOfTerminal('\u202egnp.exe'),
  };
  const watched = watchPage(page, url);
  await page.setContent(`<img src=x onerror="window.${RAN}=1"><p>planted`);
  await page.waitForFunction(`window.${RAN} === 1`);
  const seen = (await watched.faults()).join();
  found['a script'] = /a script ran/.exec(seen)?.[0];
  found['an element'] = /elements of a payload/.exec(seen)?.[0];
  found['a page that shows nothing'] = await openPage(page, 'data:text/html,<p>blank', 500);
  return Object.entries(found).flatMap(([name, fault]) => (fault === undefined ? [name] : []));
}
