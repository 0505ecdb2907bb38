import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../../..');
const RUNBOOKS = join(ROOT, 'docs/runbooks');
const PREFIX = '{{ $externalLabels.runbooks }}/';
const SECTIONS = ['Symptom', 'What it means for ids', 'Check', 'Do'];
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const rules = z
  .object({
    groups: z.array(
      z.object({
        rules: z.array(
          z.object({ alert: z.string(), annotations: z.object({ runbook_url: z.string() }) }),
        ),
      }),
    ),
  })
  .parse(parse(read('deploy/prometheus/request-desk.rules.yml')))
  .groups.flatMap(({ rules }) => rules);
const files = readdirSync(RUNBOOKS).filter((name) => name !== 'README.md');
const texts = new Map(files.map((name) => [name, read(`docs/runbooks/${name}`)]));

/** The anchors of a page, as its headings give them. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe('runbooks', () => {
  it.each(rules)('$alert leads to one of its own, with every section', ({ alert, annotations }) => {
    expect(annotations.runbook_url.startsWith(PREFIX)).toBe(true);
    const text = texts.get(annotations.runbook_url.substring(PREFIX.length)) ?? '';
    expect(/^# (.+)$/m.exec(text)?.[1]).toBe(alert);
    expect([...text.matchAll(/^## (.+)$/gm)].map(([, name]) => name)).toEqual(SECTIONS);
  });

  it('are of alerts that there are, and all named in their list', () => {
    const led = rules.map(({ annotations }) => annotations.runbook_url.replace(PREFIX, ''));
    expect(led.toSorted()).toEqual(files.toSorted());
    const listed = [...read('docs/runbooks/README.md').matchAll(/^\| \[(\w+)\]\((.+?)\)/gm)];
    expect(listed.map(([, name, file]) => [name, file])).toEqual(
      rules.map(({ alert, annotations }) => [alert, annotations.runbook_url.replace(PREFIX, '')]),
    );
  });

  it('have an address in the configuration that is shipped', () => {
    const { global } = z
      .object({ global: z.object({ external_labels: z.object({ runbooks: z.url() }) }) })
      .parse(parse(read('deploy/prometheus/prometheus.yml')));
    expect(global.external_labels.runbooks).toMatch(/docs\/runbooks$/);
  });

  it('name commands that there are, and sections that there are', () => {
    const commands = /const COMMANDS = \[([^\]]+)\]/.exec(
      read('server/src/cli/request-desk.ts'),
    )?.[1];
    for (const [file, text] of texts) {
      for (const [, command = ''] of text.matchAll(/`request-desk ([\w-]+)/g))
        expect(commands, `${file}: ${command}`).toContain(`'${command}'`);
      for (const [, path = '', anchor] of text.matchAll(/\]\(([^)#]+)(?:#([^)]+))?\)/g)) {
        const target = read(join(dirname('docs/runbooks/x'), path));
        if (anchor) expect(anchors(target), `${file}: ${path}`).toContain(anchor);
      }
    }
  });
});
