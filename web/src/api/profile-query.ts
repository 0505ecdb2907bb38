import type { Profile } from '@request-desk/shared/profile';
import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { call } from './client.ts';
import { adoptProfile } from './profile.ts';

/** The server has checked it; pages read it as it is. */
const served = z.custom<Profile>(
  (value) => typeof value === 'object' && value !== null && 'codes' in value,
);

/** The profile for a page that does not carry it; `apiProfile()` knows it from then on. */
export const profileQuery = () =>
  queryOptions({
    queryKey: ['profile'],
    queryFn: async ({ signal }) => {
      const profile = await call('/support/v1/profile', { schema: served, signal });
      adoptProfile(profile);
      return profile;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
