/** Who sent a row, where it is not the API's own; unknown for rows of earlier releases. */
export function SentBy({
  row,
}: {
  row: { own?: boolean | undefined; sender?: string | undefined };
}) {
  if (row.own !== false) return null;
  return (
    <span className="text-fg-3">
      {row.sender ? (
        <>
          {' '}
          · sent by <bdi>{row.sender}</bdi>
        </>
      ) : (
        ' · unverified'
      )}
    </span>
  );
}
