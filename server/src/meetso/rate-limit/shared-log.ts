import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SharedStore } from '../../database/shared-store.ts';
import type { RateLimitDecision } from './rate-limit-store.ts';
import type { Window, WindowState } from './sliding-log.ts';

/**
 * The sliding log of one key in a sorted set of microseconds, for all processes at once: a call is
 * accepted exactly when each window has room in (now − window, now], by the store's own clock. A
 * refused call writes nothing. Where that clock went back, the calls counted before are moved with it,
 * so that none of them lasts longer than its window.
 * Arguments: the microseconds of the longest window, then for each window its limit and its own.
 * Returns 1 or 0, then for each window the calls in it, and the microseconds until the next one has
 * room and until the oldest leaves.
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local log = KEYS[1]
local newest = redis.call('ZREVRANGE', log, 0, 0, 'WITHSCORES')
local ahead = newest[2] and tonumber(newest[2]) - now or 0
if ahead > 0 then
  local all = redis.call('ZRANGE', log, 0, -1, 'WITHSCORES')
  for i = 1, #all, 2 do redis.call('ZADD', log, tonumber(all[i + 1]) - ahead, all[i]) end
  redis.call('PEXPIRE', log, math.ceil(ARGV[1] / 1000))
end
local accepted, used = 1, {}
for i = 2, #ARGV, 2 do
  used[i] = redis.call('ZCOUNT', log, '(' .. string.format('%.0f', now - ARGV[i + 1]), '+inf')
  if used[i] >= tonumber(ARGV[i]) then accepted = 0 end
end
if accepted == 1 then
  redis.call('ZREMRANGEBYSCORE', log, '-inf', string.format('%.0f', now - ARGV[1]))
  redis.call('ZADD', log, now, string.format('%.0f-%d', now, redis.call('ZCARD', log)))
  redis.call('PEXPIRE', log, math.ceil(ARGV[1] / 1000))
end
local said = { accepted }
for i = 2, #ARGV, 2 do
  local limit, length, count = tonumber(ARGV[i]), tonumber(ARGV[i + 1]), used[i] + accepted
  local function left(rank)
    local call = redis.call('ZREVRANGE', log, rank, rank, 'WITHSCORES')
    return tonumber(call[2]) + length - now
  end
  table.insert(said, count)
  table.insert(said, count < limit and 0 or left(limit - 1))
  table.insert(said, count == 0 and 0 or left(count - 1))
end
return said`;

const SHA1 = createHash('sha1').update(TAKE).digest('hex');
const answer = z.array(z.number());

/** Counts calls of keys in a store that all processes share. */
export class SharedLog {
  readonly #store: SharedStore;
  readonly #windows: readonly Window[];
  readonly #kind: string;
  /** As the script takes them. */
  readonly #arguments: readonly string[];

  /** `kind` keeps keys of one kind apart from those of another. */
  constructor(store: SharedStore, windows: readonly Window[], kind: string) {
    this.#store = store;
    this.#windows = windows;
    this.#kind = kind;
    const longest = Math.max(...windows.map(({ windowMs }) => windowMs));
    const each = windows.flatMap(({ limit, windowMs }) => [limit, windowMs * 1000]);
    this.#arguments = [longest * 1000, ...each].map(String);
  }

  /** One round trip. Rejects where the store does not answer in its time. */
  async take(key: string): Promise<RateLimitDecision> {
    const parameters = ['1', `request_desk:limits:${this.#kind}:${key}`, ...this.#arguments];
    const said = answer.parse(await this.#store.evaluate(TAKE, SHA1, parameters));
    const states = this.#windows.map(({ limit }, w): WindowState => {
      const at = 1 + 3 * w;
      const [used = 0, waitUs = 0, resetUs = 0] = said.slice(at, at + 3);
      return { limit, used, waitMs: waitUs / 1000, resetMs: resetUs / 1000 };
    });
    return { accepted: said[0] === 1, processes: 1, states };
  }
}
