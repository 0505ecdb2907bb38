import { Skeleton } from '../../ui/skeleton.tsx';

/** The request page's shape while its answer is on the way. */
export function RequestSkeleton() {
  return (
    <div className="mx-auto w-full max-w-[1440px] px-4 pt-4 pb-16 lg:px-6">
      <Skeleton className="h-7 w-72" />
      <Skeleton className="mt-2 h-14 w-full max-w-3xl" />
      <div className="mt-3 grid gap-4 lg:grid-cols-[minmax(0,1fr)_400px]">
        <Skeleton className="h-56 rounded-xl" />
        <Skeleton className="h-56 rounded-xl" />
        <Skeleton className="h-72 rounded-xl lg:col-span-2" />
      </div>
    </div>
  );
}
