import { z } from 'zod';

const scope = z.enum(['meetings:read', 'meetings:write']);
export type Scope = z.infer<typeof scope>;
export const SCOPES = scope.options;
