import { FAILURE_WINDOW } from '../rate-limit/failure-limiter.ts';
import { keyWindows } from '../rate-limit/key-windows.ts';
import type { RateLimit } from '../rate-limit/rate-limit.ts';
import { limitHeader, policyHeader } from '../rate-limit/rate-limit-headers.ts';
import { codeBlock } from './highlight.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import { slidingWindowPicture } from './sliding-window-picture.ts';

/** `/docs/rate-limits`, with the limits of this process. */
export function rateLimitsPage(rateLimit: RateLimit): string {
  return layout({
    path: '/docs/rate-limits',
    title: 'Rate limits',
    description: 'How many calls an API key may make, the headers that tell, and how to wait.',
    toc: [
      {
        title: 'Rate limits',
        links: [
          { id: 'windows', label: 'The two windows' },
          { id: 'what-counts', label: 'What counts' },
          { id: 'headers', label: 'Headers' },
          { id: 'refused', label: 'When you are refused' },
          { id: 'staying-below', label: 'Staying below' },
          { id: 'failed-authentication', label: 'Failed authentication' },
        ],
      },
    ],
    body: html`${windows(rateLimit)}${whatCounts()}${headers(rateLimit)}${refused(rateLimit)}${stayingBelow(rateLimit)}${failures()}`,
  });
}

function windows({ burst, perMinute }: RateLimit): Html {
  return html`
<h1>Rate limits</h1>
<p class="lead">Each API key may make ${burst} calls in any second and ${perMinute} in any minute. A client that waits as long as we say is always let through.</p>
<div class="big"><div><b>${burst} / s</b><span>burst, per key</span></div><div><b>${perMinute} / min</b><span>sustained, per key</span></div></div>
<section id="windows"><h2><a class="anchor" href="#windows">The two windows</a></h2>
<p>Both windows slide: at any moment we count the calls of the last second and of the last minute. There is no edge at which a counter starts again, so two bursts cannot meet there, and no call has to wait longer than it must.</p>
${slidingWindowPicture(burst)}
</section>`;
}

function whatCounts(): Html {
  return html`
<section id="what-counts"><h2><a class="anchor" href="#what-counts">What counts</a></h2>
<ul>
<li>Every call with a valid key to a path and method of the API counts, also one that is then answered with an error.</li>
<li>A call that is refused with 429 does <strong>not</strong> count: hammering on does not make you wait longer.</li>
<li>Calls to paths or with methods that do not exist, calls that are not sound HTTP, calls that we refuse because we restart or are overloaded, and calls without a valid key count for no key.</li>
<li>All processes that use a key share its limit. Keys of one organisation do not share.</li>
</ul></section>`;
}

function headers(rateLimit: RateLimit): Html {
  const all = keyWindows(rateLimit);
  const states = all.map(({ limit, windowMs }, i) => ({
    limit,
    used: Math.min(limit, 3 + i * 4),
    waitMs: 0,
    resetMs: windowMs * 0.7,
  }));
  const text = `ratelimit-policy: ${policyHeader(all)}\nratelimit: ${limitHeader(all, states)}`;
  return html`
<section id="headers"><h2><a class="anchor" href="#headers">Headers</a></h2>
<p>Every answer to a call that counts, and every refusal with 429 for a key, carries them, as the IETF draft <em>RateLimit header fields for HTTP</em> describes.</p>
${codeBlock('http', 'On an answer to a call that counts', text)}
<div class="scroll" tabindex="0"><table>
<thead><tr><th>Header</th><th>Part</th><th>Meaning</th></tr></thead>
<tbody>
<tr><th scope="row"><code>RateLimit-Policy</code></th><td><code>q</code>, <code>w</code></td><td>calls allowed, in a window of so many seconds</td></tr>
<tr><th scope="row"><code>RateLimit</code></th><td><code>r</code></td><td>calls that still have room now</td></tr>
<tr><th scope="row"><code>RateLimit</code></th><td><code>t</code></td><td>seconds until one more call has room</td></tr>
<tr><th scope="row"><code>Retry-After</code></th><td></td><td>on 429: seconds to wait until the same call is accepted; on 500, where we know when a retry helps</td></tr>
</tbody></table></div></section>`;
}

function refused(rateLimit: RateLimit): Html {
  const all = keyWindows(rateLimit);
  const states = all.map(({ limit, windowMs, name }) =>
    name === 'burst'
      ? { limit, used: limit, waitMs: 400, resetMs: 400 }
      : { limit, used: Math.min(limit - 1, 24), waitMs: 0, resetMs: windowMs * 0.6 },
  );
  const answer = [
    'HTTP/1.1 429 Too Many Requests',
    'content-type: application/json; charset=utf-8',
    'x-request-id: req_70ac81fe9ef7a3c6',
    'retry-after: 1',
    `ratelimit: ${limitHeader(all, states)}`,
  ].join('\n');
  return html`
<section id="refused"><h2><a class="anchor" href="#refused">When you are refused</a></h2>
<p>The answer is 429 with the code <a class="c-rate_limited" href="/docs/errors#rate_limited"><code>rate_limited</code></a>. Wait <code>Retry-After</code> seconds, no less; then the call is accepted, unless other calls with the same key took the room meanwhile.</p>
${codeBlock('http', 'Head of the answer', answer)}</section>`;
}

function stayingBelow({ perMinute }: RateLimit): Html {
  return html`
<section id="staying-below"><h2><a class="anchor" href="#staying-below">Staying below</a></h2>
<ul>
<li>Send calls one after another, or through a queue, instead of all at once.</li>
<li>Read large pages: <code>limit=100</code> lists in one call what the default lists in five.</li>
<li>For a steady pace, one call every ${paceOf(perMinute)} stays below both windows for ever.</li>
<li>Give each integration a key of its own, so that one cannot slow down another.</li>
</ul></section>`;
}

/** The pace that no window refuses, in words. */
function paceOf(perMinute: number): string {
  const seconds = 60 / perMinute;
  if (seconds === 1) return 'second';
  const shown = seconds.toLocaleString('en', { maximumFractionDigits: seconds < 0.1 ? 4 : 2 });
  return `${shown} seconds`;
}

function failures(): Html {
  return html`
<section id="failed-authentication"><h2><a class="anchor" href="#failed-authentication">Failed authentication</a></h2>
<p>One network address may make ${FAILURE_WINDOW.limit} calls a minute without a working key, to paths that do not exist as well. Further ones are answered with 429 instead of 401 or 404. A valid key is never refused for this, whatever others at the same address do.</p>
</section>`;
}
