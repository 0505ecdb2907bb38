import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../api/me.ts';
import { Page } from '../../ui/page.tsx';
import { Sessions } from './sessions.tsx';

/** `/access`: who is signed in where. */
export function AccessPage() {
  const me = useQuery(meQuery()).data;
  return (
    <Page
      title="Sessions"
      lead="Browsers that are signed in. A session ends after 8 hours without use and after 24 hours in any case."
    >
      <div className="mt-5 space-y-4">
        <Sessions whose="own" title="Your sessions" />
        {me?.role === 'admin' && <Sessions whose="all" title="Everybody’s sessions" />}
      </div>
    </Page>
  );
}
