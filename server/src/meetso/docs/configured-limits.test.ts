import { expect, it } from 'vitest';
import { errorsPage } from './errors-page.ts';
import { openApi } from './openapi/document.ts';
import { rateLimitsPage } from './rate-limits-page.ts';

it('says the limits that are configured, in words and in headers', () => {
  const limits = { burst: 3, perMinute: 7 };
  const place = { rateLimit: limits, apiUrl: 'http://api.example', deprecations: {} };
  const texts = [errorsPage(limits), rateLimitsPage(limits), JSON.stringify(openApi(place))];
  for (const text of texts) {
    expect(text).not.toMatch(/\b10 (?:a second|calls)|\bTen calls|q=10\b|q=60\b/);
  }
  expect(texts[0]).toContain('may make 3 a second');
  expect(texts[2]).toContain('q=7;w=60');
});

it('says a pace of one call a second as people say it', () => {
  expect(rateLimitsPage({ burst: 10, perMinute: 60 })).toContain('one call every second stays');
  expect(rateLimitsPage({ burst: 10, perMinute: 7 })).toContain('one call every 8.57 seconds');
});
