/** What a key may do: so many calls in any second, and so many in any minute. */
export interface RateLimit {
  readonly burst: number;
  readonly perMinute: number;
}
