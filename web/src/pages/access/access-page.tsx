import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { meQuery, useMay } from '../../api/me.ts';
import { Page } from '../../ui/page.tsx';
import { Senders } from './senders.tsx';
import { Sessions } from './sessions.tsx';
import { Tokens } from './tokens.tsx';

/** `/access`: who is signed in where, the tokens of people's programs, and who sends telemetry. */
export function AccessPage() {
  const me = useQuery(meQuery()).data;
  const mayReadSenders = useMay('senders:read');
  return (
    <Page
      title="Sessions and tokens"
      lead="Browsers that are signed in, and tokens for programs. A session ends after 8 hours without use and after 24 hours in any case."
    >
      <div className="mt-5 space-y-4">
        <Sessions whose="own" title="Your sessions" />
        <Tokens whose="own" title="Your personal tokens" />
        {mayReadSenders && <Senders />}
        {me?.role === 'admin' && (
          <>
            <p className="text-sm">
              <Link to="/audit" className="rounded text-accent hover:underline">
                Audit: who looked up, revealed and changed what
              </Link>
            </p>
            <Sessions whose="all" title="All sessions" />
            <Tokens whose="all" title="All personal tokens" />
          </>
        )}
      </div>
    </Page>
  );
}
