import { hasForm, sayForm } from '@request-desk/shared/id-form';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { TextSearch } from 'lucide-react';
import { apiProfile } from '../../api/profile.ts';
import { buttonVariants } from '../../ui/button.tsx';
import { CallsAbout, exploreOf, type Names } from '../../ui/calls/calls-about.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { keepPaste } from '../../ui/kept-pastes.ts';
import { Page } from '../../ui/page.tsx';
import { RangePicker } from '../../ui/range/range-picker.tsx';
import { useRangeScope } from '../../ui/range/use-range.ts';
import { stripSecrets } from '../../ui/strip-secrets.ts';

const FALLBACK = '7d';

/** `/ids/:id`: what calls were about an id, or who made them, where no page of its own knows more. */
export function IdPage() {
  const { id } = useParams({ from: '/ids/$id' });
  const form = apiProfile().other_ids.find((one) => hasForm(one, id));
  if (form === undefined) return <UnknownForm id={id} />;
  const { names } = form;
  return <KnownForm id={id} names={names} label={form.label} />;
}

interface KnownFormProps {
  readonly id: string;
  readonly names: Names;
  readonly label: string;
}

function KnownForm({ id, names, label }: KnownFormProps) {
  const search = useSearch({ from: '/ids/$id' });
  const navigate = useNavigate();
  const scope = useRangeScope(search, FALLBACK);
  return (
    <Page
      title={sentence(label)}
      lead={
        <span className="flex items-center gap-1 font-mono text-xs">
          <bdi className="break-all">{id.slice(0, 80)}</bdi>
          <CopyButton text={id} what="Id" />
        </span>
      }
      actions={
        <>
          <RangePicker
            search={search}
            fallback={FALLBACK}
            onChange={(next) =>
              void navigate({ to: '/ids/$id', params: { id }, search: next, resetScroll: false })
            }
          />
          <Link
            to="/explore"
            search={{ ...exploreOf(names, id), range: FALLBACK, ...search }}
            className={buttonVariants()}
          >
            <TextSearch aria-hidden="true" className="size-3.5" />
            Explore
          </Link>
        </>
      }
    >
      <p className="mt-3 max-w-[80ch] text-sm text-fg-2">{KNOWN[names]}</p>
      <CallsAbout id={id} names={names} scope={scope} search={{ range: FALLBACK, ...search }} />
    </Page>
  );
}

/** Nothing is counted for what no id looks like: what ids look like, and where else it may be found. */
function UnknownForm({ id }: { id: string }) {
  const { request_id, other_ids } = apiProfile();
  return (
    <Page
      title="Unknown id format"
      lead={
        <span className="font-mono text-xs">
          <bdi className="break-all">{id.slice(0, 80)}</bdi>
        </span>
      }
    >
      <p className="mt-3 max-w-[80ch]">
        This is in no known id format: it may be cut off, mistyped, or from another system. The
        known formats are:
      </p>
      <ul className="mt-2 list-disc space-y-1 pl-5 text-fg-2 marker:text-fg-3">
        <li>Request id: {sayForm(request_id)}</li>
        {other_ids.map((form) => (
          <li key={form.prefix}>
            {sentence(form.label)}: {sayForm(form)}
          </li>
        ))}
      </ul>
      <p className="mt-4 flex flex-wrap gap-2">
        <Link
          to="/lookup"
          state={{ paste: keepPaste(stripSecrets(id).text) }}
          className={buttonVariants({ variant: 'primary' })}
        >
          Look it up as text
        </Link>
        <Link to="/explore" className={buttonVariants()}>
          <TextSearch aria-hidden="true" className="size-3.5" />
          Explore
        </Link>
      </p>
    </Page>
  );
}

const KNOWN: Readonly<Record<Names, string>> = {
  resource:
    'Calls whose path names it. Calls that created it, or found it in a list, are not included.',
  org: 'Calls that came with a key of this organisation. No directory is configured that names it.',
  key: 'Calls that came with this key. No directory is configured that says whose it is.',
};

function sentence(label: string): string {
  return label.charAt(0).toUpperCase() + label.slice(1);
}
