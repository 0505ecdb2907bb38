import type { DirectoryAccess } from '@request-desk/shared/directory-access';
import { z } from 'zod';
import { ALERT_OPERATIONS } from './alert-operations.ts';
import { AUDIT_OPERATIONS } from './audit-operations.ts';
import { EXPLORE_OPERATIONS } from './explore-operations.ts';
import { KEY_OPERATIONS } from './key-operations.ts';
import { LOOKUP_OPERATIONS } from './lookup-operations.ts';
import { OBJECTIVE_OPERATIONS } from './objective-operations.ts';
import type { Operations } from './operation.ts';
import { PRODUCER_OPERATIONS } from './producer-operations.ts';
import { PROFILE_OPERATIONS } from './profile-operations.ts';
import { SENDER_OPERATIONS } from './sender-operations.ts';
import { SESSION_OPERATIONS } from './session-operations.ts';
import { SILENCE_OPERATIONS } from './silence-operations.ts';

/** Every call of `/support/v1`; a test holds it against the registered routes. */
export const operationsFor = (directory: DirectoryAccess): Operations => ({
  ...LOOKUP_OPERATIONS,
  ...EXPLORE_OPERATIONS,
  ...PRODUCER_OPERATIONS,
  ...(directory === 'managed' ? KEY_OPERATIONS : {}),
  ...ALERT_OPERATIONS,
  ...OBJECTIVE_OPERATIONS,
  ...SILENCE_OPERATIONS,
  ...PROFILE_OPERATIONS,
  ...SESSION_OPERATIONS,
  ...SENDER_OPERATIONS,
  ...AUDIT_OPERATIONS,
  'GET /openapi.json': {
    summary: 'This description',
    answers: { 200: { description: 'OpenAPI 3.1', name: 'OpenApi', schema: z.looseObject({}) } },
  },
});
