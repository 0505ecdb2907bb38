import { LoadingText, Skeleton } from '../skeleton.tsx';

interface RateSkeletonProps {
  /** What a screen reader says meanwhile. */
  readonly text: string;
  /** Height of the bars to come. */
  readonly height?: string;
}

/** Keeps the place of bars, axis and legend until they are there. */
export function RateSkeleton({ text, height = 'h-32' }: RateSkeletonProps) {
  return (
    <>
      <LoadingText>{text}</LoadingText>
      <Skeleton className={`w-full ${height}`} />
      <div aria-hidden="true" className="mt-1 text-2xs">
        &nbsp;
      </div>
      <div className="mt-2.5 h-11" />
    </>
  );
}
