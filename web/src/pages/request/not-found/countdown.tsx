import { useEffect, useState } from 'react';

/** Seconds until the page asks again by itself; starts over with every answer. */
export function Countdown({ seconds }: { seconds: number }) {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(
      () => setLeft((before) => (before <= 1 ? seconds : before - 1)),
      1_000,
    );
    return () => clearInterval(timer);
  }, [seconds]);
  return (
    <span aria-hidden="true" className="text-sm text-fg-2 tabular-nums">
      Asking again in {left} s
    </span>
  );
}
