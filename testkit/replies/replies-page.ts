import { replyFacts } from '../../server/src/lookup/reply/facts.ts';
import {
  notFoundReplies,
  successReplies,
  withoutIdReplies,
} from '../../server/src/lookup/reply/other-replies.ts';
import { repliesOf } from '../../server/src/lookup/reply/reply.ts';
import { ATTR } from '../../shared/src/attributes.ts';
import { NOT_FOUND_REASONS, type Reply } from '../../shared/src/dossier.ts';
import { EXAMPLE_PLACES, REPLY_EXAMPLES } from './reply-examples.ts';
import { sourcesOf } from './reply-sources.ts';

const WRITER = { profile: EXAMPLE_PLACES.profile, ends: {} };

const LISTS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['a page with more to come', { [ATTR.resultItems]: '20', [ATTR.resultMore]: 'true' }],
  [
    'empty because of a filter',
    {
      [ATTR.resultItems]: '0',
      [ATTR.resultEmpty]: 'filters',
      [ATTR.resultMore]: 'false',
      [ATTR.resultFilters]: 'time_range:word',
    },
  ],
  ['behind the last page', { [ATTR.resultItems]: '0', [ATTR.resultEmpty]: 'after_cursor' }],
  ['nothing there', { [ATTR.resultItems]: '0', [ATTR.resultEmpty]: 'nothing_stored' }],
];

/** docs/replies.md: every reply of every cause, in every language, short and long. */
export function repliesPage(): string {
  const parts = REPLY_EXAMPLES.map(({ name, code, sources }) => {
    const docsUrl = `${EXAMPLE_PLACES.docsUrl}#${code}`;
    const facts = replyFacts({ ...EXAMPLE_PLACES, ...sources, docsUrl });
    if (facts === undefined) throw new Error(`${name} is no failure`);
    return part(name, repliesOf(WRITER, facts));
  });
  const { facts } = sourcesOf('', '');
  const success = { ...facts, request: { ...facts.request, code: null, cause: null, status: 200 } };
  return `${[
    '# Replies to customers',
    'Every draft for every cause and state of what is known, made by the code (a test keeps this page\ncurrent). The replies for *absent* and *other_org* are the same byte for byte.',
    ...parts,
    part('success', successReplies(WRITER, success)),
    ...LISTS.map(([name, attributes]) => {
      const request = { ...success.request, attributes };
      return part(`success: ${name}`, successReplies(WRITER, { ...success, request }));
    }),
    part('a mail without an id', withoutIdReplies(WRITER)),
    ...NOT_FOUND_REASONS.map((reason) =>
      part(`not found: ${reason}`, notFoundReplies(WRITER, reason, 'req_70ac81fe9ef7a3c6')),
    ),
  ].join('\n\n')}\n`;
}

function part(name: string, replies: Readonly<Record<string, Reply>>): string {
  const texts = Object.entries(replies).flatMap(([locale, { short, long }]) => [
    `**${locale}, short**`,
    quoted(short),
    `**${locale}, long**`,
    quoted(long),
  ]);
  return [`## ${name}`, ...texts].join('\n\n');
}

function quoted(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\``;
}
