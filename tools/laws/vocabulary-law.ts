/** Where nothing of one API may stand: what any API's desk is made of. */
const PLACES = /^(?:shared|emitter|web|server\/(?:src|schema|drizzle))\//;

/**
 * The API of our own, the composition (what stands directly in server/src, and its demo), the names of before
 * contract 1, and migrations that were applied before it.
 */
const EXCEPT = [
  /^server\/src\/meetso\//,
  /^server\/src\/(?:demo\/)?[^/]+\.ts$/,
  /^shared\/src\/legacy-contract\.ts$/,
  /^server\/schema\/0(0\d|1[0-2])_/,
  // It reads both families of names; views are applied where no module can be asked.
  /^server\/schema\/013_neutral_names\.sql$/,
  /^server\/schema\/01(?:4_call_fingerprints|6_client_request_ids|9_client_traces)\.sql$/,
  // Verdicts and alerts are tested with the eight codes, whose truth the simulations know.
  /^server\/src\/(?:lookup|alerts)\/.*\.(?:test|fixture)\.ts$/,
];

const WORDS =
  /meetso|\bmts_|\bmtg_|\b(?:invalid_request|invalid_cursor|unauthorized|invalid_key|scope_missing|not_found|rate_limited|internal_error)\b/i;

/** Lines that name Meetso, its ids and keys, or one of its codes, one sentence each. */
export function vocabularyFaults(file: string, text: string): string[] {
  if (!PLACES.test(file) || EXCEPT.some((place) => place.test(file))) return [];
  return text.split('\n').flatMap((line, at) => {
    const word = WORDS.exec(line)?.[0];
    return word === undefined
      ? []
      : [`${file}:${at + 1}: ${word} belongs to one API; take it from the profile`];
  });
}
