/** Ways in which clients go on after a failure, and what is true of each. */
import { MINUTE_MS } from '@request-desk/shared/durations';
import type { CalledRow } from '../../server/src/clickhouse/queries/lookup-neighbours.ts';
import { againOf, type ComparedCall } from '../../server/src/lookup/again.ts';
import type { Again } from '../../shared/src/dossier.ts';
import { Random } from '../random.ts';

/** When the answer of the failed call was ready. */
export const T = Date.parse('2026-11-25T12:00:00Z');

interface Made {
  readonly startMs: number;
  readonly durationMs: number;
  readonly target: string;
  readonly content: string;
  readonly code: string;
  readonly cause?: string;
}

function rowOf({ startMs, durationMs, target, content, code, cause = '' }: Made): CalledRow {
  return {
    request_id: 'req_1',
    at: new Date(startMs + durationMs).toISOString(),
    code,
    cause,
    status: code === '' ? 200 : 400,
    method: 'POST',
    route: '/v1/things',
    org: 'org_a',
    key_prefix: 'sk_1',
    duration_ms: durationMs,
    call_target: target,
    call_content: content,
  };
}

/** One way in which a client goes on after a failure, and what is true of it. */
interface Sequence {
  readonly failed: Made;
  readonly others: readonly Made[];
  readonly blamesContent: boolean;
  readonly truth: Again | undefined;
}

function sequence(seed: number): Sequence {
  const random = new Random(seed);
  const durationMs = random.int(1, 400);
  const blamesContent = random.chance(0.6);
  const [target, content] = ['target_a', 'content_a'];
  const code = blamesContent ? 'invalid' : 'broken';
  const failed = { startMs: T - durationMs, durationMs, target, content, code };
  const others: Made[] = noise(random);
  let at = T;
  const next = (content: string, code: string) => {
    at += random.int(200, 90_000);
    others.push({ startMs: at, durationMs: random.int(1, 100), target, content, code });
    return Math.round(at + (others.at(-1)?.durationMs ?? 0) - T);
  };
  // The same call of another worker that was under way: no reaction to the failure.
  if (random.chance(0.4))
    others.push({ ...failed, startMs: T - random.int(1, 50), durationMs: 60, code: '' });
  const attempts = random.int(1, 4);
  const passes = random.chance(0.5);
  switch (random.below(5)) {
    case 0:
      return { failed, others, blamesContent, truth: none() };
    case 1: {
      let after = null;
      for (let n = 1; n <= attempts; n++) {
        const ms = next(content, passes && n === attempts ? '' : code);
        if (passes && n === attempts) after = ms;
      }
      const truth = { call: 'same', attempts, succeeded_after_ms: after } as const;
      return { failed, others, blamesContent, truth };
    }
    case 2: {
      let after = null;
      for (let n = 1; n <= attempts; n++) {
        const ms = next(`content_b${n}`, passes && n === attempts ? '' : code);
        if (passes && n === attempts) after = ms;
      }
      // Where the failure was not about the content, nothing was corrected.
      const truth = blamesContent
        ? ({ call: 'corrected', attempts, succeeded_after_ms: after } as const)
        : none();
      return { failed, others, blamesContent, truth };
    }
    case 3: {
      // A list of other things that is worked through.
      const ms = next('content_1', '');
      for (let n = 2; n <= random.int(2, 6); n++) next(`content_${n}`, '');
      const truth = blamesContent
        ? ({ call: 'other', attempts: 1, succeeded_after_ms: ms } as const)
        : none();
      return { failed, others, blamesContent, truth };
    }
    default: {
      const ms = next(random.chance(0.5) ? content : 'unread', passes ? '' : code);
      const truth = {
        call: 'unread',
        attempts: 1,
        succeeded_after_ms: passes ? ms : null,
      } as const;
      const unread = { ...failed, content: 'unread' };
      const open = others.map((one) => (one.startMs < T ? { ...one, content: 'unread' } : one));
      return { failed: unread, others: open, blamesContent, truth };
    }
  }
}

function none(): Again {
  return { call: 'same', attempts: 0, succeeded_after_ms: null };
}

/** The key's other calls, all the time: other targets, and callers that left. */
function noise(random: Random): Made[] {
  return Array.from({ length: random.below(12) }, (_, n) => ({
    startMs: T + random.int(-10 * MINUTE_MS, 20 * MINUTE_MS),
    durationMs: random.int(1, 200),
    content: random.chance(0.5) ? 'content_a' : `noise_${n}`,
    ...(random.chance(0.9)
      ? { target: `target_${n}`, code: random.chance(0.7) ? '' : 'broken' }
      : { target: 'target_a', code: '', cause: 'client_closed' }),
  }));
}

/** What the rules say of a sequence. */
export function judged({ failed, others, blamesContent }: Sequence): Again | undefined {
  const call: ComparedCall = {
    target: failed.target,
    content: failed.content,
    blamesContent,
    readyMs: failed.startMs + failed.durationMs,
  };
  const rows = others.map(rowOf).sort((a, b) => a.at.localeCompare(b.at));
  const after = rows.filter(({ at }) => Date.parse(at) > call.readyMs);
  const before = rows.filter(({ at }) => Date.parse(at) <= call.readyMs);
  return againOf(call, { before, after });
}

interface RetryScore {
  readonly right: number;
  /** "Succeeded" said of a call that did not. */
  readonly falseSuccess: number;
}

/** Judges `count` sequences, concurrent calls among them. */
export function scoreRetries(firstSeed: number, count: number): RetryScore {
  let [right, falseSuccess] = [0, 0];
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const one = sequence(seed);
    const said = judged(one);
    if (JSON.stringify(said) === JSON.stringify(one.truth)) right++;
    const claims = said?.call === 'same' || said?.call === 'corrected';
    if (claims && said.succeeded_after_ms !== null && one.truth?.succeeded_after_ms == null)
      falseSuccess++;
  }
  return { right, falseSuccess };
}
