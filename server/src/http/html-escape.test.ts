import { expect, it } from 'vitest';
import { escapeHtml } from './html-escape.ts';

it('lets text end neither an element nor an attribute of either quote', () => {
  expect(escapeHtml(`<b a="1" c='2'>&lt;`)).toBe('&#60;b a=&#34;1&#34; c=&#39;2&#39;&#62;&#38;lt;');
});
