/** Where shared buffers and caches belong to an instance. What is keyed by one, in a WeakMap, does. */
const PLACES = /^(?:shared|emitter|server)\/src\//;

/** State of the process itself: each file says why. */
const EXCEPT: ReadonlySet<string> = new Set([
  // Locks are held by a process, and a collected one would be freed.
  'emitter/src/spool/spool-lock.ts',
  'server/src/database/data-dir/data-dir-lock.ts',
  // No path may forget to pass on which keys are secret.
  'emitter/src/redaction/scrub.ts',
  'emitter/src/redaction/suspect-bytes.ts',
  // Filled while the module loads and only read afterwards.
  'server/src/ingest/wire-table.ts',
]);

const STATE =
  /^(?:export )?(?:let\b|const [^=]+= (?:new (?:Map|Set)(?:<.*>)?\(\)|new (?:ProtobufWriter|RequestIds)\(|new \w+Array\(\w|Buffer\.alloc|(?:\[\]|\{\});))/;

/** Lines that keep something changeable for a whole module, one sentence each. */
export function moduleStateFaults(file: string, text: string): string[] {
  if (!PLACES.test(file) || /\.(?:test|fixture)\.ts$/.test(file) || EXCEPT.has(file)) return [];
  return text
    .split('\n')
    .flatMap((line, at) =>
      STATE.test(line) ? [`${file}:${at + 1}: state of a module; give it to an instance`] : [],
    );
}
