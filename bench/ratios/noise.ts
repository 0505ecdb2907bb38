import { availableParallelism, loadavg } from 'node:os';

const SLICES = 60;

/** Says why figures of this machine are not to be trusted right now, or undefined. */
export function noise(): string | undefined {
  const load = loadavg()[0] ?? 0;
  if (load > availableParallelism() * 0.75) {
    return `the machine is busy with something else (load ${load.toFixed(1)})`;
  }
  const times = Array.from({ length: SLICES }, slice).sort((a, b) => a - b);
  const [fast = 1, slow = 1] = [times[SLICES * 0.1], times[SLICES * 0.9]];
  if (slow / fast < 1.3) return undefined;
  return `the same work takes between ${fast.toFixed(1)} and ${slow.toFixed(1)} ms`;
}

function slice(): number {
  const started = performance.now();
  let value = 1;
  for (let n = 0; n < 3e6; n++) value = Math.imul(value ^ n, 0x9e3779b1);
  return performance.now() - started + (value & 0);
}
