import type { Column } from '../../ui/card-table.tsx';
import { Instant } from '../../ui/instant.tsx';

/** When a credential was used last. */
export const LAST_USED: Column<{ readonly last_used_at: string | null }> = {
  text: 'Last used',
  className: 'w-32 max-sm:hidden',
  cellClass: 'py-2 pr-3',
  cell: ({ last_used_at }) => (last_used_at ? <Instant iso={last_used_at} show="ago" /> : 'never'),
};
