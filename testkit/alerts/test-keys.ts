import { SecretKeys } from '../../server/src/database/secrets/secret-keys.ts';

/** What tests seal channels with. */
export const TEST_KEYS = new SecretKeys(['k'.repeat(32)]);
