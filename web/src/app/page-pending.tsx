import { Skeleton } from '../ui/skeleton.tsx';

/** In the place of a page whose code is still on its way. */
export function PagePending() {
  return (
    <div role="status" className="mx-auto w-full max-w-6xl space-y-4 p-4 sm:p-6">
      <span className="sr-only">Loading the page …</span>
      <Skeleton className="h-7 w-56" />
      <Skeleton className="h-40 rounded-xl" />
      <Skeleton className="h-40 rounded-xl" />
    </div>
  );
}
