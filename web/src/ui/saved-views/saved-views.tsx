import type { SavedView, ViewPlace } from '@request-desk/shared/views-api';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Bookmark, Trash2, Users } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { meQuery } from '../../api/me.ts';
import { useRemoveView, viewsQuery } from '../../api/views.ts';
import { Button, buttonVariants } from '../button.tsx';
import { Failure } from '../failure.tsx';
import { Untrusted } from '../untrusted.tsx';
import { SaveView } from './save-view.tsx';

/** What is shown now, to be saved under a name, and what was saved before. */
export function SavedViews({ place }: { place: ViewPlace }) {
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDetailsElement>(null);
  const views = useQuery({ ...viewsQuery(place), enabled: open });
  useEffect(() => {
    if (!open) return;
    const leave = ({ target }: Event) => {
      if (target instanceof Node && !box.current?.contains(target)) setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, [open]);
  return (
    <details
      ref={box}
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      onKeyDown={(event) => event.key === 'Escape' && setOpen(false)}
      className="relative"
    >
      <summary className={`${buttonVariants()} cursor-pointer list-none`}>
        <Bookmark aria-hidden="true" className="size-3.5" />
        Views
      </summary>
      <div className="absolute right-0 z-20 mt-1 w-80 max-w-[calc(100vw-2rem)] rounded-xl border border-line-strong bg-surface p-3 shadow-lifted max-sm:right-auto max-sm:left-0">
        {views.isError && (
          <Failure
            what="The views could not be loaded"
            error={views.error}
            retry={() => void views.refetch()}
          />
        )}
        {views.data?.items.length === 0 && <p className="text-xs text-fg-3">No saved views.</p>}
        <ul className="max-h-64 overflow-y-auto">
          {views.data?.items.map((view) => (
            <View key={view.id} view={view} onOpen={() => setOpen(false)} />
          ))}
        </ul>
        {open && <SaveView place={place} />}
      </div>
    </details>
  );
}

function View({ view, onOpen }: { view: SavedView; onOpen: () => void }) {
  const router = useRouter();
  const remove = useRemoveView();
  const admin = useQuery(meQuery()).data?.role === 'admin';
  const href = `/${view.place}${view.search === '' ? '' : `?${view.search}`}`;
  return (
    <li className="flex items-center gap-1">
      <a
        href={href}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          router.history.push(href);
          onOpen();
        }}
        className="flex min-w-0 flex-1 items-center gap-1.5 rounded px-1.5 py-1 text-sm hover:bg-hover"
      >
        <Untrusted text={view.name} oneLine />
        {view.shared && (
          <span
            className="ml-auto flex shrink-0 items-center gap-1 text-xs text-fg-3"
            title={`Shared by ${view.by}`}
          >
            <Users aria-hidden="true" className="size-3" />
            <span className="sr-only">shared by {view.by}</span>
          </span>
        )}
      </a>
      {(view.own || admin) && (
        <Button
          variant="ghost"
          size="sm"
          aria-label={`Remove the view ${view.name}`}
          title={remove.isError ? 'The view could not be removed' : 'Remove'}
          disabled={remove.isPending}
          onClick={() => remove.mutate(view.id)}
        >
          <Trash2 aria-hidden="true" className="size-3.5" />
        </Button>
      )}
    </li>
  );
}
