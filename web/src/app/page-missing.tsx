import { Link } from '@tanstack/react-router';
import { apiProfile } from '../api/profile.ts';

/** An address that the console does not have. */
export function PageMissing() {
  return (
    <div className="mx-auto max-w-lg px-4 py-20 text-center">
      <h1 className="text-xl font-semibold">Page not found</h1>
      <p className="mt-2 text-fg-2">
        To look up a request, paste its id anywhere, or open{' '}
        <code className="text-fg">/r/{apiProfile().request_id.prefix}…</code>
      </p>
      <p className="mt-4">
        <Link to="/" className="font-medium text-accent hover:underline">
          Go to the start page
        </Link>
      </p>
    </div>
  );
}
