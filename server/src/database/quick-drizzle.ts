import { registerHooks } from 'node:module';

const WITHIN = '/node_modules/drizzle-orm/';

/**
 * Says of the modules of drizzle-orm, by a hook, what they are. Node reads and parses their
 * package.json (179 KB) again for each of the hundred, only to learn that they are ES modules: a third
 * of a second of each start.
 */
export function quickDrizzle(): void {
  registerHooks({
    resolve(specifier, context, next) {
      const { parentURL } = context;
      const inside = specifier.startsWith('.') && specifier.endsWith('.js');
      if (!inside || !parentURL?.includes(WITHIN)) return next(specifier, context);
      return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true };
    },
  });
}
