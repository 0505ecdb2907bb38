import { sidebarBearer } from './bearer.ts';
import { ApiFailure } from './client.ts';

/**
 * Has the server keep a personal token in a cookie of this frame (partitioned: for the site around it
 * alone), and where the browser takes none, keeps it in the frame's storage. Throws ApiFailure.
 */
export async function keepToken(token: string): Promise<void> {
  const asked = await ask('/sidebar/token', 'POST', { authorization: `Bearer ${token}` });
  if (!asked.ok)
    throw new ApiFailure(
      asked.status === 401 ? 'It is invalid or has expired.' : 'It cannot be used here.',
      { kind: 'http', status: asked.status },
    );
  if (!(await ask('/support/v1/me', 'GET', {})).ok) sidebarBearer.write(token);
}

async function ask(path: string, method: string, headers: Record<string, string>) {
  try {
    return await fetch(path, { method, headers, credentials: 'same-origin' });
  } catch (cause) {
    throw new ApiFailure('Request Desk did not answer.', { kind: 'network', cause });
  }
}
