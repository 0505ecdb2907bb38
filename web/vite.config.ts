import { join } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './precompress.ts';
import { withoutJsonSchema } from './without-json-schema.ts';

const PAGES = ['index.html', 'sidebar.html'];

export default defineConfig({
  plugins: [withoutJsonSchema(), react(), tailwindcss(), precompress()],
  build: {
    outDir: 'dist',
    assetsDir: 'assets',
    emptyOutDir: true,
    target: 'es2022',
    // Inlined assets would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The sidebar stands in frames of other sites and brings nothing of the console's shell.
    rolldownOptions: { input: PAGES.map((page) => join(import.meta.dirname, page)) },
  },
});
