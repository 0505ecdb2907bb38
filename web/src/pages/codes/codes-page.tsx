import { CATALOGUE } from '@request-desk/shared/catalogue';
import { ERROR_CODES } from '@request-desk/shared/causes';
import { useQuery } from '@tanstack/react-query';
import { errorRatesQuery } from '../../api/errors.ts';
import { Failure } from '../../ui/failure.tsx';
import { Page } from '../../ui/page.tsx';
import { CodeRow } from './code-row.tsx';
import { DAY_MINUTES, DAY_STEP_S, trendOf } from './trend.ts';

/** `/codes`: the eight codes, what each means, and how often it was answered in a day. */
export function CodesPage() {
  const rates = useQuery(errorRatesQuery(DAY_MINUTES, DAY_STEP_S));
  return (
    <Page
      title="Codes"
      lead="The API answers every failure with one of eight codes. Each page says what the code means, what causes it, and what to tell the customer."
    >
      {rates.isError && (
        <div className="mt-5">
          <Failure
            what="The counts could not be loaded"
            error={rates.error}
            retry={() => void rates.refetch()}
          />
        </div>
      )}
      <ul className="mt-5 divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-card">
        {ERROR_CODES.map((code) => (
          <CodeRow
            key={code}
            entry={CATALOGUE[code]}
            trend={rates.data && trendOf(rates.data, code)}
          />
        ))}
      </ul>
    </Page>
  );
}
