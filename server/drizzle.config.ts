import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: [
    './src/database/schema.ts',
    './src/database/producer-schema.ts',
    './src/database/process-schema.ts',
    './src/database/staff/staff-schema.ts',
    './src/database/objective-schema.ts',
  ],
  out: './drizzle',
});
