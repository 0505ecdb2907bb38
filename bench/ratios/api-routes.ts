/** What the benched API answers. */
export const MEETINGS = {
  data: Array.from({ length: 5 }, (_, n) => ({
    id: `mtg_${String(n).padStart(20, '0')}`,
    title: 'Weekly review',
    starts_at: '2031-05-06T07:08:09.000Z',
    duration_minutes: 30,
    created_at: '2030-05-06T07:08:09.000Z',
  })),
  next_cursor: null,
};

/** The parts of a request that get a span of their own. */
export const CHILDREN = ['authenticate', 'rate limit', 'database', 'serialise'] as const;
