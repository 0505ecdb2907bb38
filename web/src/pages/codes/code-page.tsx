import { CATALOGUE, docsPathOf } from '@request-desk/shared/catalogue';
import { type ErrorCode, isErrorCode } from '@request-desk/shared/causes';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { BookOpen, TextSearch } from 'lucide-react';
import { statusQuery } from '../../api/status.ts';
import { buttonLooks } from '../../ui/button.tsx';
import { CodeBadge } from '../../ui/code-badge.tsx';
import { Page } from '../../ui/page.tsx';
import { safeHref } from '../../ui/safe-href.ts';
import { Causes } from './causes.tsx';
import { CodeNumbers } from './code-numbers.tsx';
import { ForCustomers } from './for-customers.tsx';

/** `/codes/:code`: everything about one code, for the person who has to answer for it. */
export function CodePage() {
  const { code } = useParams({ from: '/codes/$code' });
  return isErrorCode(code) ? <KnownCode key={code} code={code} /> : <UnknownCode code={code} />;
}

function KnownCode({ code }: { code: ErrorCode }) {
  const entry = CATALOGUE[code];
  const { data: status } = useQuery(statusQuery());
  const docs = safeHref(docsPathOf(code), status?.public_api_url);
  return (
    <Page
      title={code}
      heading={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <CodeBadge code={code} status={entry.status} size="lg" />
          {entry.title}
        </span>
      }
      actions={
        <>
          {docs && status && (
            <a href={docs} target="_blank" rel="noreferrer" className={buttonLooks({ size: 'sm' })}>
              <BookOpen aria-hidden="true" className="size-3.5" />
              Public documentation
            </a>
          )}
          <Link
            to="/explore"
            search={{ code: [code] }}
            className={buttonLooks({ size: 'sm', look: 'primary' })}
          >
            <TextSearch aria-hidden="true" className="size-3.5" />
            Explore these requests
          </Link>
        </>
      }
    >
      <div className="mt-5 grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_360px]">
        <div className="min-w-0 space-y-4">
          <CodeNumbers code={code} />
          <Causes entry={entry} />
        </div>
        <ForCustomers entry={entry} />
      </div>
    </Page>
  );
}

function UnknownCode({ code }: { code: string }) {
  return (
    <Page
      title="There is no such code"
      lead={
        <>
          The API has eight codes, and{' '}
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
