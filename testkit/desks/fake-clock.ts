import { existsSync, renameSync, writeFileSync } from 'node:fs';

const LIBRARIES = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map(
  (machine) => `/usr/lib/${machine}/faketime/libfaketime.so.1`,
);

/** A process's wall clock, which may be wrong; its monotonic clock stays right. */
export interface FakeClock {
  /** Variables for the process that is to have this clock. */
  readonly env: Readonly<Record<string, string>>;
  /** From now on the wall clock is `ms` off, beside what it always is; 0 ends that. */
  step(ms: number): void;
}

/** The library that gives processes another wall clock, where Debian's `libfaketime` is installed. */
export const faketime: string | undefined = LIBRARIES.find((path) => existsSync(path));

/** A clock that is `alwaysMs` off, with its offset in `file`; undefined without libfaketime. */
export function fakeClock(file: string, alwaysMs: number): FakeClock | undefined {
  if (faketime === undefined) return undefined;
  const step = (ms: number) => {
    const seconds = (alwaysMs + ms) / 1000;
    // Renamed into place: the library reads it at every look at the clock.
    writeFileSync(`${file}.new`, `${seconds < 0 ? '' : '+'}${seconds.toFixed(3)}\n`);
    renameSync(`${file}.new`, file);
  };
  step(0);
  const env = {
    LD_PRELOAD: faketime,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  };
  return { env, step };
}
