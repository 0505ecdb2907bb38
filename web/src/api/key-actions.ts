import {
  type MintedKey,
  mintedKey,
  type newApiKey,
  type Org,
  org,
  type RevokedKey,
  revokedKey,
} from '@request-desk/shared/support-api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from './client.ts';

export type NewApiKey = z.infer<typeof newApiKey>;

/** Runs a change of keys or organisations, and has what shows them asked again. */
function useKeyAction<Input, Output>(act: (input: Input) => Promise<Output>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: act,
    // The secret of a new key must not outlive the dialog that shows it.
    gcTime: 0,
    onSuccess: () =>
      Promise.all(
        ['org', 'key', 'orgs'].map((name) => cache.invalidateQueries({ queryKey: [name] })),
      ),
  });
}

export const useCreateOrg = () =>
  useKeyAction<string, Org>((name) => call('/support/v1/orgs', { schema: org, body: { name } }));

/** Mints a key; the answer holds its secret, this one time. */
export const useMintKey = (orgId: string) =>
  useKeyAction<NewApiKey, MintedKey>((body) =>
    call(`/support/v1/orgs/${encodeURIComponent(orgId)}/keys`, { schema: mintedKey, body }),
  );

/** Mints a successor with the same scopes; the old key ends at once unless it is kept. */
export const useRotateKey = (keyId: string) =>
  useKeyAction<{ keep_old: boolean }, MintedKey>((body) =>
    call(`/support/v1/keys/${encodeURIComponent(keyId)}/rotate`, { schema: mintedKey, body }),
  );

export const useRevokeKey = (keyId: string) =>
  useKeyAction<void, RevokedKey>(() =>
    call(`/support/v1/keys/${encodeURIComponent(keyId)}/revoke`, { schema: revokedKey, body: {} }),
  );
