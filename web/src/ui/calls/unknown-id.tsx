import { hasForm } from '@request-desk/shared/id-form';
import { Link } from '@tanstack/react-router';
import { TextSearch } from 'lucide-react';
import { apiProfile } from '../../api/profile.ts';
import { buttonVariants } from '../button.tsx';
import { Page } from '../page.tsx';
import { useRangeScope } from '../range/use-range.ts';
import { CallsAbout } from './calls-about.tsx';

/** An id that is gone from the directory is rarely asked about on the day it went. */
const RANGE = { range: '7d' } as const;

interface UnknownIdProps {
  readonly id: string;
  readonly names: 'org' | 'key';
}

const SAID = {
  org: {
    title: 'Organisation not found',
    lead: 'No organisation here has the id',
    form: 'An organisation’s id',
  },
  key: {
    title: 'Key not found',
    lead: 'No organisation has a key with the id',
    form: 'A key’s id',
  },
} as const;

const WHY =
  'It may belong to another installation, or have been removed. Its calls of the last 7 days are shown.';

/** An organisation or key that the directory does not have: what is known of the id all the same. */
export function UnknownId({ id, names }: UnknownIdProps) {
  const { title, lead, form } = SAID[names];
  const scope = useRangeScope(RANGE, RANGE.range);
  const known = apiProfile().other_ids.find((one) => one.names === names);
  const formed = known ? hasForm(known, id) : /^[\w.-]{1,64}$/.test(id);
  return (
    <Page
      title={title}
      lead={
        <>
          {lead}{' '}
          <code>
            <bdi>{id.slice(0, 80)}</bdi>
          </code>
          .
        </>
      }
      actions={
        formed && (
          <Link
            to="/explore"
            search={{ [names]: [id], ...RANGE }}
            className={buttonVariants({ size: 'sm' })}
          >
            <TextSearch aria-hidden="true" className="size-3.5" />
            Explore
          </Link>
        )
      }
    >
      <p className="mt-3 max-w-[80ch] text-sm text-fg-2">
        {formed || known === undefined
          ? WHY
          : `${form} is “${known.prefix}” and ${known.length} characters behind it: this one is cut off, or mistyped.`}
      </p>
      <Link to="/orgs" className="mt-3 inline-block font-medium text-accent hover:underline">
        See all organisations
      </Link>
      {formed && <CallsAbout id={id} names={names} scope={scope} search={RANGE} />}
    </Page>
  );
}
