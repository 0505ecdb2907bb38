import { STAFF_ACTIONS } from '@request-desk/shared/staff-api';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it } from 'vitest';
import { freshBrowser, openConsole } from './console.fixture.tsx';

const ORG = { id: 'org_1', name: 'Lumen' };
let proven = false;
const sent: string[] = [];

freshBrowser(async (path: string, init?: RequestInit) => {
  const call = `${init?.method ?? 'GET'} ${path.replace('/support/v1/', '').replace(/\?.*/, '')}`;
  sent.push(call);
  if (call === 'GET me')
    return json({ id: 'staff', role: 'admin', may: [...STAFF_ACTIONS], confirm_by: 'token' });
  if (call === 'GET orgs/org_1') return json({ org: ORG, keys: [] });
  if (call === 'POST session/confirm') {
    proven = String(init?.body).includes('right');
    return proven ? new Response(null, { status: 204 }) : refusal('not_allowed', 'Not the token.');
  }
  if (call === 'POST orgs/org_1/keys')
    return proven
      ? json({ id: 'key_2', prefix: 'k', secret: 'S'.repeat(20), scopes: ['a'], expires_at: null })
      : refusal('confirmation_needed', 'Prove it.');
  return refusal('failed', 'Broken.');
});

const json = (body: object, status = 200) => new Response(JSON.stringify(body), { status });
const refusal = (code: string, message: string) =>
  json({ error: { code, message, request_id: 'call_1' } }, 403);

it('asks who one is where a call takes a proof, and then the call goes on by itself', async () => {
  openConsole('/orgs/org_1');
  fireEvent.click(await screen.findByRole('button', { name: 'Create a key' }));
  fireEvent.change(screen.getByRole('textbox', { name: /^Name/ }), { target: { value: 'Job' } });
  fireEvent.click(screen.getByRole('button', { name: 'Create key' }));
  const token = await screen.findByLabelText('Staff token');
  fireEvent.change(token, { target: { value: 'wrong' } });
  fireEvent.click(screen.getByRole('button', { name: 'Continue' }));
  await screen.findByText('Not the token.');
  fireEvent.change(token, { target: { value: 'the right one' } });
  fireEvent.click(screen.getByRole('button', { name: 'Continue' }));
  await screen.findByText('S'.repeat(20));
  await waitFor(() => expect(screen.queryByLabelText('Staff token')).toBeNull());
  expect(sent.filter((call) => call === 'POST orgs/org_1/keys')).toHaveLength(2);
});

it('leaves the call refused when nobody proves anything', async () => {
  proven = false;
  openConsole('/orgs/org_1');
  fireEvent.click(await screen.findByRole('button', { name: 'Create a key' }));
  fireEvent.change(screen.getByRole('textbox', { name: /^Name/ }), { target: { value: 'Job' } });
  fireEvent.click(screen.getByRole('button', { name: 'Create key' }));
  await screen.findByLabelText('Staff token');
  fireEvent.click(screen.getAllByRole('button', { name: 'Cancel' }).at(-1) as HTMLElement);
  await screen.findByText('The key was not created');
});
