import type { IncidentDetail } from '@request-desk/shared/alerts-api';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { directoryManaged } from '../../../api/directory.ts';
import { formatCount } from '../../../ui/format-number.ts';
import { OrgName } from '../../../ui/org-name.tsx';
import { Section } from '../../../ui/section.tsx';
import { Untrusted } from '../../../ui/untrusted.tsx';

/** Which organisations and keys met the failures, with how many each; most first. */
export function Affected({ incident: { affected } }: { incident: IncidentDetail }) {
  if (!affected) return null;
  const { orgs, keys, org_count, key_count } = affected;
  return (
    <Section
      title="Who is affected"
      note={`${count(org_count, 'organisation')}, ${count(key_count, 'key')}`}
    >
      {orgs.length === 0 && <p className="text-sm text-fg-3">No failed requests are stored.</p>}
      <div className="grid gap-4 text-sm sm:grid-cols-2">
        <Counts label="Organisations, with failed requests">
          {orgs.map(({ id, errors }) => (
            <Line key={id} errors={errors}>
              <OrgLink id={id} />
            </Line>
          ))}
        </Counts>
        <Counts label="Keys, with failed requests">
          {keys.map(({ id, prefix, errors }) => (
            <Line key={id} errors={errors}>
              <KeyLink id={id} prefix={prefix} />
            </Line>
          ))}
        </Counts>
      </div>
    </Section>
  );
}

function count(value: number, what: string): string {
  return `${formatCount(value)} ${what}${value === 1 ? '' : 's'}`;
}

function Counts({ label, children }: { label: string; children: readonly ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <ul aria-label={label} className="min-w-0 space-y-0.5">
      {children}
    </ul>
  );
}

function Line({ errors, children }: { errors: number; children: ReactNode }) {
  return (
    <li className="flex gap-3">
      <span className="min-w-0 truncate">{children}</span>
      <span className="ml-auto shrink-0 text-fg-2 tabular-nums">{formatCount(errors)}</span>
    </li>
  );
}

function OrgLink({ id }: { id: string }) {
  if (id === '') return 'callers without a valid key';
  if (!directoryManaged()) return <OrgName id={id} />;
  return (
    <Link to="/orgs/$id" params={{ id }} className="text-accent hover:underline">
      <OrgName id={id} />
    </Link>
  );
}

function KeyLink({ id, prefix }: { id: string; prefix: string }) {
  const text = <Untrusted text={prefix || id} className="font-mono text-xs" />;
  if (!directoryManaged()) return text;
  return (
    <Link to="/keys/$id" params={{ id }} className="text-accent hover:underline">
      {text}
    </Link>
  );
}
