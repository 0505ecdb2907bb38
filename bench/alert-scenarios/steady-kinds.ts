import { ALL_500, type Draft, MINUTE_S, PARTS } from './draft.ts';
import type { Size } from './install.ts';
import type { Kind } from './kind.ts';

const BUSY = ['medium', 'large'] as const;

/** A beat that is kept to the second; the share of requests that fails in each burst. */
interface Beat {
  readonly lengthS: number;
  readonly everyS: number;
  readonly share: number;
  readonly minutes: number;
}

/** Runs the beat from the draft's onset on; gives the start and end of each burst. */
function runs(draft: Draft, { lengthS, everyS, minutes }: Beat): (readonly [number, number])[] {
  const count = Math.ceil((minutes * MINUTE_S) / everyS);
  return Array.from({ length: count }, (_, n) => {
    const from = draft.onset + n * everyS;
    return [from, from + lengthS] as const;
  });
}

function everybody(beat: Beat, sizes: readonly [Size, ...Size[]] = BUSY): Kind {
  return {
    count: 8,
    sizes,
    write(draft) {
      const bursts = runs(draft, beat);
      for (const [from, to] of bursts) draft.fail(from, to, beat.share);
      const end = bursts.at(-1)?.[1] ?? draft.onset;
      draft.incident('global-500', draft.onset, end, { accept: PARTS });
      return draft.done(end);
    },
  };
}

/** Two routes fail in turn: an incident each, from its own first burst on. */
function twoRoutes(beat: Beat): Kind {
  return {
    count: 8,
    sizes: BUSY,
    write(draft) {
      const all = runs(draft, beat);
      for (const [i, route] of [2, 3].entries()) {
        const own = all.filter((_, n) => n % 2 === i);
        for (const [from, to] of own)
          draft.fail(from, to, beat.share, { routes: new Set([route]) });
        const [[onset] = [draft.onset], [, end] = [0, draft.onset]] = [own[0], own.at(-1)];
        draft.incident(draft.routeKey(route), onset, end, { accept: ALL_500 });
      }
      return draft.done(all.at(-1)?.[1] ?? draft.onset);
    },
  };
}

function beat(lengthS: number, everyS: number, share: number, minutes: number): Beat {
  return { lengthS, everyS, share, minutes };
}

/** Bursts that come by the clock, from seconds to twenty minutes apart. */
export const STEADY_KINDS: Readonly<Record<string, Kind>> = {
  steady_15s_50s: everybody(beat(15, 50, 0.3, 30)),
  steady_15s_50s_small: everybody(beat(15, 50, 0.3, 30), ['small']),
  steady_12s_4min: everybody(beat(12, 240, 1, 60)),
  steady_12s_4min_small: everybody(beat(12, 240, 1, 60), ['small']),
  steady_8s_90s: everybody(beat(8, 90, 1, 40)),
  steady_5s_30s: everybody(beat(5, 30, 0.6, 30)),
  steady_1s_15s: everybody(beat(1, 15, 1, 30)),
  steady_10s_10min: everybody(beat(10, 600, 1, 180)),
  steady_30s_10min: everybody(beat(30, 590, 0.5, 120)),
  steady_60s_12min: everybody(beat(60, 700, 0.4, 120)),
  steady_120s_20min: everybody(beat(120, 1200, 0.5, 180)),
  steady_90s_26min: everybody(beat(90, 1560, 0.5, 200)),
  steady_faint_25s_60s: everybody(beat(25, 60, 0.04, 40), ['large']),
  steady_faint_40s_100s: everybody(beat(40, 100, 0.02, 60), ['large']),
  steady_turns_20s_60s: twoRoutes(beat(20, 60, 0.8, 40)),
  steady_turns_15s_2min: twoRoutes(beat(15, 120, 1, 40)),
};
