import { profile } from '@request-desk/shared/profile';
import { type Operations, ok } from './operation.ts';

export const PROFILE_OPERATIONS: Operations = {
  'GET /profile': {
    summary: 'What this desk knows of its API: codes, causes, texts and forms of ids.',
    answers: ok('Profile', profile),
  },
};
