import type { Codes } from '@request-desk/shared/dashboard-api';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { codesQuery } from '../../api/codes.ts';
import { apiProfile } from '../../api/profile.ts';
import { Failure } from '../../ui/failure.tsx';
import { Page } from '../../ui/page.tsx';
import { RangePicker } from '../../ui/range/range-picker.tsx';
import { useRangeScope } from '../../ui/range/use-range.ts';
import { CodeRow } from './code-row.tsx';
import { ReplyUseTable } from './reply-use-table.tsx';

const FALLBACK = '24h';

/** `/codes`: the API's codes, what each means, and how often it was answered. */
export function CodesPage() {
  const search = useSearch({ from: '/codes' });
  const navigate = useNavigate();
  const codes = useQuery(codesQuery(useRangeScope(search, FALLBACK)));
  const counted = new Map<string, Codes['items'][number]>(
    codes.data?.items.map((item) => [item.code, item]),
  );
  return (
    <Page
      title="Codes"
      actions={
        <RangePicker
          search={search}
          fallback={FALLBACK}
          onChange={(range) => void navigate({ to: '/codes', search: range, resetScroll: false })}
        />
      }
      lead="The API answers every failure with one of these codes. Each page says what the code means, what causes it, and what to tell the customer."
    >
      {codes.isError && (
        <div className="mt-5">
          <Failure
            what="The counts could not be loaded"
            error={codes.error}
            retry={() => void codes.refetch()}
          />
        </div>
      )}
      <ul className="mt-5 divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-card">
        {Object.entries(apiProfile().codes).map(([code, entry]) => (
          <CodeRow
            key={code}
            code={code}
            entry={entry}
            counted={counted.get(code)}
            compared={codes.data?.compared}
            loading={codes.isPending}
          />
        ))}
      </ul>
      <div className="mt-5">
        <ReplyUseTable />
      </div>
    </Page>
  );
}
