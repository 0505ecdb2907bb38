import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Page } from '../../ui/page.tsx';

const TABS = [
  ['/alerts', 'Firing'],
  ['/alerts/history', 'History'],
  ['/alerts/rules', 'Rules'],
  ['/alerts/objectives', 'Objectives'],
  ['/alerts/channels', 'Channels'],
  ['/alerts/silences', 'Silences'],
  ['/alerts/maintenance', 'Maintenance'],
] as const;

interface FrameProps {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** Head of every page about alerts: which of them it is. */
export function Frame({ title, actions, children }: FrameProps) {
  return (
    <Page title={title} heading="Alerts" actions={actions}>
      <nav aria-label="Alerts" className="mt-3 overflow-x-auto border-b border-line">
        <ul className="flex gap-1">
          {TABS.map(([to, label]) => (
            <li key={to}>
              <Link
                to={to}
                activeOptions={{ exact: true, includeSearch: false }}
                className="-mb-px flex h-9 items-center border-b-2 border-transparent px-2.5 text-sm font-medium text-fg-2 hover:text-fg focus-visible:-outline-offset-2 aria-[current=page]:border-accent aria-[current=page]:text-fg"
              >
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className="mt-5">{children}</div>
    </Page>
  );
}
