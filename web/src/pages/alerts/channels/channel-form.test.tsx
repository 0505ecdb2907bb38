import type { AlertChannel, ChannelSettings } from '@request-desk/shared/alert-channels-api';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { expectFault, press, recordedCalls, showForm, type } from '../form.fixture.tsx';
import { ChannelForm } from './channel-form.tsx';

const ROUTE = { severities: [], kinds: [], codes: [] };
const CHANNEL: AlertChannel = {
  id: 'chn_1',
  built_in: false,
  name: 'On call',
  kind: 'webhook',
  enabled: true,
  route: ROUTE,
  target: 'https://a.example',
  settings: { url: 'https://a.example/x' },
  secrets_set: ['secret'],
  updated_at: null,
  updated_by: null,
  last_delivery: null,
};
const EMAIL: AlertChannel = {
  ...CHANNEL,
  kind: 'email',
  settings: {
    host: 'smtp.example.com',
    port: 465,
    secure: true,
    user: 'desk',
    from: 'a@example.com',
    to: ['b@example.com', 'c@example.com'],
  },
  secrets_set: ['password'],
};
const sent = recordedCalls(() => ({ ...CHANNEL, secret: null, test: null }));

function show(channel?: AlertChannel): void {
  showForm(<ChannelForm {...(channel ? { channel } : {})} onClose={() => undefined} />);
}
const choose = (kind: ChannelSettings['kind']) =>
  fireEvent.change(screen.getByLabelText('Kind'), { target: { value: kind } });
const saved = (settings: object, change: object = {}) => ({
  name: 'On call',
  enabled: true,
  route: ROUTE,
  settings,
  untested: false,
  ...change,
});
const hintOf = (label: RegExp) =>
  screen.getByLabelText(label).closest('label')?.textContent?.replace(label, '');

describe('a new channel', () => {
  it('sends only the settings of its kind, and keeps what was typed for another', async () => {
    show();
    type('Name', 'On call');
    type('SMTP server', 'smtp.example.com');
    type('To', 'b@example.com,');
    choose('slack');
    type('Incoming webhook address', ' https://hooks.example.com/x ');
    press('Save');
    const slack = saved({ kind: 'slack', url: 'https://hooks.example.com/x' });
    await waitFor(() => expect(sent).toEqual([slack]));
    choose('email');
    expect(screen.getByLabelText<HTMLInputElement>('SMTP server').value).toBe('smtp.example.com');
    expect(screen.getByLabelText<HTMLInputElement>('Port').value).toBe('587');
  });

  it('takes several addresses, as they are typed', async () => {
    show();
    type('Name', 'On call');
    type('SMTP server', 'smtp.example.com');
    type('From', 'a@example.com');
    type('To', 'b@example.com,');
    expect(screen.getByLabelText<HTMLInputElement>('To').value).toBe('b@example.com,');
    type('To', 'b@example.com; c@example.com');
    fireEvent.click(screen.getByLabelText(/^Implicit TLS/));
    press('Save');
    const settings = {
      kind: 'email',
      host: 'smtp.example.com',
      port: 587,
      secure: true,
      from: 'a@example.com',
      to: ['b@example.com', 'c@example.com'],
    };
    await waitFor(() => expect(sent).toEqual([saved(settings)]));
  });

  it.each([
    ['Port', 'x', 'must be a number'],
    ['Port', '70000', '<=65535'],
    ['SMTP server', '', 'is required'],
    ['To', ' ', 'is required'],
    ['From', 'a', 'Invalid email'],
  ])('says at %s what is wrong with "%s", and sends nothing', async (label, text, words) => {
    show(EMAIL);
    type(label, text);
    press('Save');
    await expectFault(label, words);
    expect(sent).toEqual([]);
  });

  it('says which of several addresses is wrong', async () => {
    show(EMAIL);
    type('To', 'b@example.com, c');
    press('Save');
    await expectFault('To', '2: Invalid email');
    expect(screen.getAllByRole('alert')).toHaveLength(1);
    expect(sent).toEqual([]);
  });

  it.each([
    [/^Address/, 'javascript:1', 'must be an http'],
    [/^Signing secret/, 'x', 'must be whsec_'],
  ])('of a webhook is refused with a bad %s', async (label, text, words) => {
    show(CHANNEL);
    type(label, text);
    press('Save');
    await expectFault(label, words);
    expect(sent).toEqual([]);
  });
});

describe('a channel that is stored', () => {
  it.each([
    ['webhook', CHANNEL],
    ['email', EMAIL],
    ['pagerduty', { ...CHANNEL, kind: 'pagerduty' as const, secrets_set: ['routing_key'] }],
  ])('of kind %s is the same when it is saved again', async (kind, channel) => {
    show(channel);
    press('Save');
    await waitFor(() => expect(sent).toEqual([saved({ kind, ...channel.settings })]));
  });

  it('keeps its secret, unless it leads elsewhere', async () => {
    show(CHANNEL);
    type('Name', 'Renamed');
    const secret = screen.getByLabelText<HTMLInputElement>(/^Signing secret/);
    expect([secret.value, secret.type, secret.placeholder]).toEqual(['', 'password', '••••••••']);
    expect(hintOf(/^Signing secret/)).toBe('Set. Leave empty to keep it.');
    type(/^Address/, 'https://b.example/x');
    expect(hintOf(/^Signing secret/)).toContain('leave empty to generate a new one');
    expect(secret.placeholder).toBe('generated if left empty');
    type(/^Address/, ' https://a.example/x ');
    expect(hintOf(/^Signing secret/)).toBe('Set. Leave empty to keep it.');
  });

  it('asks for its password again when the server, the port, the user or TLS is another', () => {
    show(EMAIL);
    for (const [label, is, was] of [
      ['SMTP server', 'smtp.example.org', 'smtp.example.com'],
      ['Port', '25', '465'],
      ['User', '', 'desk'],
    ] as const) {
      expect(hintOf(/^Password/)).toBe('Set. Leave empty to keep it.');
      type(label, is);
      expect(hintOf(/^Password/)).toContain('enter it again');
      type(label, was);
    }
    fireEvent.click(screen.getByLabelText(/^Implicit TLS/));
    expect(hintOf(/^Password/)).toContain('enter it again');
  });

  it('narrows by kinds and codes as before when it gets other alerts', async () => {
    const route = { severities: [], kinds: ['org' as const], codes: ['gone'] };
    show({ ...CHANNEL, route: { ...route, escalation_only: true } });
    const escalated = screen.getByRole('button', { name: 'Escalated pages' });
    expect(escalated.getAttribute('aria-pressed')).toBe('true');
    press('Pages only');
    press('Save');
    const settings = { kind: 'webhook', url: 'https://a.example/x' };
    await waitFor(() =>
      expect(sent).toEqual([saved(settings, { route: { ...route, severities: ['page'] } })]),
    );
  });
});
