import type { Clue, Likely, LikelyRow } from '@request-desk/shared/likely-api';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { TextSearch } from 'lucide-react';
import { useState } from 'react';
import { likelyQuery } from '../../api/likely.ts';
import { buttonVariants } from '../../ui/button.tsx';
import { CodeBadge } from '../../ui/code-badge.tsx';
import { Failure } from '../../ui/failure.tsx';
import { formatCount } from '../../ui/format-number.ts';
import { Instant } from '../../ui/instant.tsx';
import { OrgName } from '../../ui/org-name.tsx';
import { RequestLink } from '../../ui/request-link.tsx';
import { Section } from '../../ui/section.tsx';
import { ClueChips } from './clue-chips.tsx';
import { exploreOf } from './explore-of.ts';

interface LikelyFailuresProps {
  readonly first: Likely;
  /** Under what looks like an id, which has the page's heading. */
  readonly under: boolean;
}

/** A text without an id: how it was understood, and the failures that fit best. */
export function LikelyFailures({ first, under }: LikelyFailuresProps) {
  const [clues, setClues] = useState<readonly Clue[]>(first.clues);
  const [left, setLeft] = useState<readonly Clue[]>(first.clues);
  const answer = useQuery(likelyQuery(left, first));
  const found = answer.data;
  return (
    <div className="space-y-4">
      <div role={under ? undefined : 'status'}>
        {under ? (
          <h2 className="text-base font-semibold">Other details in the text</h2>
        ) : (
          <h1 className="text-xl font-semibold tracking-tight">
            No request id, but other details were found
          </h1>
        )}
        <p className="mt-1 text-sm text-fg-2">
          These details were found. Remove or edit what is wrong to search again.
        </p>
      </div>
      <ClueChips
        clues={clues}
        left={left}
        onChange={setLeft}
        onTyped={(old, typed) => {
          setClues(clues.map((one) => (one === old ? typed : one)));
          setLeft([...left.filter((one) => one !== old), typed]);
        }}
      />
      {answer.isError && (
        <Failure
          what="The failures could not be searched"
          error={answer.error}
          retry={() => void answer.refetch()}
        />
      )}
      {found && (
        <Section
          title="Most likely failures"
          note={`of ${formatCount(found.total)}`}
          flush
          actions={
            <Link
              to="/explore"
              search={exploreOf(left, found)}
              className={buttonVariants({ size: 'sm' })}
            >
              <TextSearch aria-hidden="true" className="size-3.5" />
              Open in Explore
            </Link>
          }
        >
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 pb-2 text-xs text-fg-2">
            <span>
              <Instant iso={found.from} show="stamp" /> – <Instant iso={found.to} show="stamp" />
              {found.widened && ' (nothing was found in the time that the text names)'}
            </span>
            {found.by_code.map(({ code, count }) => (
              <span key={code}>
                <code>{code}</code> <span className="tabular-nums">{formatCount(count)}</span>
              </span>
            ))}
          </p>
          {found.items.length === 0 ? (
            <p className="px-4 pb-4 text-sm text-fg-3">
              No failure matches. The call may have succeeded, or it never reached the API.
            </p>
          ) : (
            <ol className="divide-y divide-line border-t border-line">
              {found.items.map((row) => (
                <Row key={row.request_id} row={row} />
              ))}
            </ol>
          )}
        </Section>
      )}
    </div>
  );
}

function Row({ row }: { row: LikelyRow }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-sm hover:bg-hover">
      <RequestLink id={row.request_id} />
      <CodeBadge code={row.code} status={row.status} />
      <span className="min-w-0 truncate font-mono text-xs text-fg-2">
        <bdi>
          {row.method} {row.path || row.route}
        </bdi>
      </span>
      <span className="min-w-0 text-xs text-fg-2">
        <OrgName id={row.org} />
      </span>
      <span className="text-xs text-fg-3">
        {row.alike > 1 && `${formatCount(row.alike)} alike; `}
        {row.fits.length > 0 ? `matches ${row.fits.join(', ')}` : 'matches only the caller'}
      </span>
      <span className="ml-auto text-xs text-fg-2">
        <Instant iso={row.at} show="stamp" />
      </span>
    </li>
  );
}
