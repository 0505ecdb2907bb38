import { StoreUnavailable } from './client.ts';

/** For `catch`: an outage of the store is undefined, an answer too; throws everything else. */
export function storeAway(error: unknown): undefined {
  if (!(error instanceof StoreUnavailable)) throw error;
}
