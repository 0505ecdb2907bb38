import { StoreUnusable } from './store-unusable.ts';

/** Thrown for a schema file that is not complete, or would do something else on a cluster. */
export class SchemaFault extends StoreUnusable {}

/** What `work` gives; a SchemaFault that it throws names the schema file. */
export function inFile<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SchemaFault)) throw error;
    throw new SchemaFault(`server/schema/${name}: ${error.message}`, { cause: error });
  }
}
