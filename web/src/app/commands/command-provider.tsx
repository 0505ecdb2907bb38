import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo, useState } from 'react';
import { directoryManaged } from '../../api/directory.ts';
import { orgsQuery } from '../../api/orgs.ts';
import { useRecentLookups } from '../../api/recent-lookups.ts';
import { SuggestionsContext } from '../../ui/suggestions.ts';
import { suggestionsFor } from './suggestions-for.ts';

interface CommandProviderProps {
  readonly onHelp: () => void;
  readonly children: ReactNode;
}

/** Gives the command box what it can offer: pages, codes, organisations, recent lookups, actions. */
export function CommandProvider({ onHelp, children }: CommandProviderProps) {
  const navigate = useNavigate();
  const lookups = useRecentLookups();
  const [opened, setOpened] = useState(false);
  const orgs = useQuery({ ...orgsQuery(), enabled: opened && directoryManaged() });
  const value = useMemo(
    () => ({
      suggest: (text: string) =>
        suggestionsFor(text, { navigate, lookups, orgs: orgs.data?.items ?? [], onHelp }),
      wake: () => setOpened(true),
    }),
    [navigate, lookups, orgs.data, onHelp],
  );
  return <SuggestionsContext value={value}>{children}</SuggestionsContext>;
}
