/** Whose word a row is, where it is not the API's own; a desk of before does not tell. */
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
