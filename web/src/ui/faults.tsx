/** What keeps a form from being saved, said at once to a screen reader; nothing when there is none. */
export function Faults({ faults }: { readonly faults: readonly string[] }) {
  if (faults.length === 0) return null;
  return (
    <ul role="alert" className="space-y-0.5 text-sm text-bad">
      {faults.map((fault) => (
        <li key={fault}>{fault}</li>
      ))}
    </ul>
  );
}
