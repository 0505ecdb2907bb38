import { describe, expect, it } from 'vitest';
import { channelDraftOf, channelOf, leadsElsewhere, NEW_CHANNEL } from './channel-draft.ts';

const result = (change: Partial<typeof NEW_CHANNEL>) =>
  channelOf({ ...NEW_CHANNEL, name: 'On call', ...change });

describe('a channel while it is written', () => {
  it('sends only the fields of its kind', () => {
    const fields = { url: 'https://hooks.example.com/x', host: 'smtp.example.com', port: '25' };
    expect(result({ kind: 'slack', fields })).toEqual({
      channel: {
        name: 'On call',
        enabled: true,
        route: { severities: [], kinds: [], codes: [] },
        settings: { kind: 'slack', url: fields.url },
        untested: false,
      },
    });
  });

  it('takes several addresses', () => {
    const fields = { host: 'smtp.example.com', port: '587', from: 'a@example.com' };
    const written = result({ fields: { ...fields, to: 'b@example.com, c@example.com' } });
    expect('channel' in written && written.channel.settings).toMatchObject({
      to: ['b@example.com', 'c@example.com'],
    });
  });

  it.each([
    ['a port of words', { fields: { host: 'h', from: 'a@b.co', to: 'a@b.co', port: 'x' } }, 'port'],
    ['no recipient', { fields: { host: 'h', from: 'a@b.co', port: '25' } }, 'to'],
    [
      'an address of a script',
      { kind: 'webhook' as const, fields: { url: 'javascript:1' } },
      'url',
    ],
    [
      'a bad secret',
      { kind: 'webhook' as const, fields: { url: 'https://x.co', secret: 'x' } },
      'secret',
    ],
  ])('is refused with %s', (_name, change, field) => {
    const refused = result(change);
    expect('faults' in refused && refused.faults.join()).toContain(field);
  });
});

describe('a secret', () => {
  const channel = {
    id: 'chn_1',
    built_in: false,
    name: 'Hook',
    kind: 'webhook' as const,
    enabled: true,
    route: { severities: [], kinds: [], codes: [] },
    target: 'https://a.example',
    settings: { url: 'https://a.example/x' },
    secrets_set: ['secret'],
    updated_at: null,
    updated_by: null,
    last_delivery: null,
  };

  it('stays only where it was given to', () => {
    const draft = channelDraftOf(channel);
    expect(leadsElsewhere(channel, { ...draft, name: 'Renamed' })).toBe(false);
    const moved = { ...draft.fields, url: 'https://b.example/x' };
    expect(leadsElsewhere(channel, { ...draft, fields: moved })).toBe(true);
  });
});
