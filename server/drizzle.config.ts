import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './src/database/schema.ts',
    './src/database/producer-schema.ts',
    './src/meetso/directory/tables.ts',
    './src/meetso/idempotency/idempotency-table.ts',
    './src/database/staff/staff-schema.ts',
    './src/database/staff/reply-uses-schema.ts',
    './src/database/staff/view-schema.ts',
    './src/database/senders/sender-schema.ts',
    './src/database/audit/audit-schema.ts',
    './src/database/objective-schema.ts',
  ],
  out: './drizzle',
});
