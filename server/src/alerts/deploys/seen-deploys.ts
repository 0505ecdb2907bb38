import type { ReleaseRow } from '../../clickhouse/queries/alert-releases.ts';
import type { DeployMarker } from '../engine/bucket.ts';

/** A release must be this much younger than another to have followed it, in seconds. */
const FOLLOWS_S = 20;

/**
 * Releases that began while another was already there: a deployment that nobody announced. `known` are
 * the markers of the same stretch of time.
 */
export function seenDeploys(
  releases: readonly ReleaseRow[],
  known: readonly DeployMarker[],
): DeployMarker[] {
  const oldest = Math.min(...releases.map(({ first }) => first));
  return releases
    .filter(({ release, first }) => release !== '' && first > oldest + FOLLOWS_S)
    .filter(({ release }) => !known.some((marker) => marker.release === release))
    .map(({ release, first }) => ({ at: Math.floor(first), release }));
}
