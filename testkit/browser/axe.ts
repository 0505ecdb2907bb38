import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Rules about colours: all that another theme can change. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * What axe-core finds wrong with the page, one line for each place. Looks twice: what is seen once only
 * was the middle of a change, of themes for instance. `colours`: by the rules about colours alone.
 */
export async function accessibilityFaults(page: Page, { colours = false } = {}): Promise<string[]> {
  const rules = colours ? COLOUR_RULES : undefined;
  const once = await faultsNow(page, rules);
  if (once.length === 0) return once;
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 300)))');
  return await faultsNow(page, rules);
}

async function faultsNow(page: Page, rules?: readonly string[]): Promise<string[]> {
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
  // As text, because the page's policy lets no script in but the console's own.
  await page.evaluate(`if (!window.axe) { ${source} }`);
  const violations = (await page.evaluate(
    `axe.run(document, ${JSON.stringify(options)}).then((result) => result.violations)`,
  )) as Violation[];
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}
