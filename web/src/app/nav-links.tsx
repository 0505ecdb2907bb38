import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { alertsQuery } from '../api/alerts.ts';
import { Kbd } from '../ui/kbd.tsx';
import { navigation } from './navigation.ts';

/** The pages of the console; Alerts carries the number of open incidents. */
export function NavLinks({ onGo }: { onGo?: () => void }) {
  const { data } = useQuery(alertsQuery());
  const firing = data?.items.filter((alert) => alert.state === 'firing').length ?? 0;
  return (
    <ul className="space-y-px">
      {navigation().map(({ to, label, icon: Icon, key }) => (
        <li key={to}>
          <Link
            to={to}
            {...(onGo ? { onClick: onGo } : {})}
            activeOptions={{ exact: to === '/', includeSearch: false }}
            className="group flex h-8 items-center gap-2.5 rounded-md px-2 text-sm font-medium text-fg-2 hover:bg-hover hover:text-fg aria-[current=page]:bg-[color-mix(in_srgb,var(--fg)_7%,transparent)] aria-[current=page]:text-fg max-lg:h-10"
          >
            <Icon
              aria-hidden="true"
              className="size-4 text-fg-3 group-hover:text-fg-2 group-aria-[current=page]:text-accent"
            />
            {label}
            {to === '/alerts' && firing > 0 && (
              <span className="ml-auto rounded-full bg-bad-soft px-1.5 text-2xs font-semibold text-bad tabular-nums">
                {firing}
                <span className="sr-only"> open</span>
              </span>
            )}
            <span
              aria-hidden="true"
              className="ml-auto hidden gap-0.5 group-hover:flex group-focus-visible:flex max-lg:group-hover:hidden"
            >
              {!(to === '/alerts' && firing > 0) && (
                <>
                  <Kbd>g</Kbd>
                  <Kbd>{key}</Kbd>
                </>
              )}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
