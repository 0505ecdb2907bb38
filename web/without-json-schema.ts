import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

const WRITERS = /\/zod\/v4\/core\/(?:json-schema-processors|to-json-schema)\.js(?:\?|$)/;
const EXPORTED = /^export (?:const|function|class) (\w+)/gm;

/**
 * Leaves zod's writer of JSON Schema out of the console: pages check what the server sends and describe
 * nothing, but each schema refers to the writer, so no bundler can tell. A call of it fails.
 */
export function withoutJsonSchema(): Plugin {
  return {
    name: 'without-json-schema',
    apply: 'build',
    enforce: 'pre',
    async load(id) {
      if (!WRITERS.test(id)) return null;
      const names = [...(await readFile(id, 'utf8')).matchAll(EXPORTED)].map(([, name]) => name);
      const absent = `const absent = () => () => { throw new Error('JSON Schema is left out of the console'); };`;
      return `${absent}\n${names.map((name) => `export const ${name} = absent;`).join('\n')}`;
    },
  };
}
