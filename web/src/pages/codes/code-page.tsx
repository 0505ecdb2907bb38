import type { CodeProfile } from '@request-desk/shared/profile';
import { codeNames, codeProfile, docsUrlOf, localText } from '@request-desk/shared/profile-codes';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { BookOpen, TextSearch } from 'lucide-react';
import { codeQuery } from '../../api/codes.ts';
import { apiProfile } from '../../api/profile.ts';
import { statusQuery } from '../../api/status.ts';
import { buttonVariants } from '../../ui/button.tsx';
import { CodeBadge } from '../../ui/code-badge.tsx';
import { Page } from '../../ui/page.tsx';
import { RangePicker } from '../../ui/range/range-picker.tsx';
import type { RangeSearch } from '../../ui/range/time-range.ts';
import { useRangeScope } from '../../ui/range/use-range.ts';
import { RequestRows } from '../../ui/request-rows.tsx';
import { safeHref } from '../../ui/safe-href.ts';
import { Section } from '../../ui/section.tsx';
import { Causes } from './causes.tsx';
import { CodeBreakdown } from './code-breakdown.tsx';
import { CodeNumbers } from './code-numbers.tsx';
import { ForCustomers } from './for-customers.tsx';
import { generalText } from './general-text.ts';

const FALLBACK = '24h';

/** `/codes/:code`: everything about one code, for the person who has to answer for it. */
export function CodePage() {
  const { code } = useParams({ from: '/codes/$code' });
  const entry = codeProfile(apiProfile(), code);
  if (!entry) return <UnknownCode code={code} />;
  return <KnownCode key={code} code={code} entry={entry} />;
}

function KnownCode({ code, entry }: { code: string; entry: CodeProfile }) {
  const search = useSearch({ from: '/codes/$code' });
  const navigate = useNavigate();
  const detail = useQuery(codeQuery(code, useRangeScope(search, FALLBACK)));
  const go = (next: RangeSearch) =>
    void navigate({ to: '/codes/$code', params: { code }, search: next, resetScroll: false });
  const { data: status } = useQuery(statusQuery());
  const address = status && docsUrlOf(apiProfile(), code, status.public_api_url);
  const docs = address ? safeHref(address) : undefined;
  return (
    <Page
      title={code}
      heading={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <CodeBadge code={code} status={entry.status} size="lg" />
          {generalText(localText(apiProfile(), entry.texts)?.title ?? '', code)}
        </span>
      }
      actions={
        <>
          <RangePicker search={search} fallback={FALLBACK} onChange={go} />
          {docs && (
            <a href={docs} target="_blank" rel="noreferrer" className={buttonVariants()}>
              <BookOpen aria-hidden="true" className="size-3.5" />
              Public documentation
            </a>
          )}
          <Link
            to="/explore"
            search={{ code: [code], ...search }}
            className={buttonVariants({ variant: 'primary' })}
          >
            <TextSearch aria-hidden="true" className="size-3.5" />
            Explore
          </Link>
        </>
      }
    >
      <div className="mt-5 grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_360px]">
        <div className="min-w-0 space-y-4">
          <CodeNumbers
            code={code}
            detail={detail.data}
            error={detail.error}
            retry={() => void detail.refetch()}
            onBrush={(from, to) => go({ from, to })}
          />
          <Causes code={code} entry={entry} detail={detail.data} />
          {detail.data && <CodeBreakdown detail={detail.data} />}
        </div>
        <div className="min-w-0 space-y-4">
          <ForCustomers code={code} entry={entry} />
          <Section title="Latest requests" note="newest first">
            {detail.data && detail.data.samples.length > 0 ? (
              <RequestRows caption={`Newest requests with ${code}`} rows={detail.data.samples} />
            ) : (
              <p className="text-sm text-fg-3">
                {detail.data ? 'None in this period.' : 'Not loaded yet.'}
              </p>
            )}
          </Section>
        </div>
      </div>
    </Page>
  );
}

function UnknownCode({ code }: { code: string }) {
  return (
    <Page
      title="Code not found"
      lead={
        <>
          The {apiProfile().name} has {codeNames(apiProfile()).length} codes, and{' '}
          <code>
            <bdi>{code.slice(0, 60)}</bdi>
          </code>{' '}
          is none of them.
        </>
      }
    >
      <Link to="/codes" className="mt-4 inline-block font-medium text-accent hover:underline">
        See all codes
      </Link>
    </Page>
  );
}
