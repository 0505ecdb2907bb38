/** A damaged id with the characters marked in which it differs from the one it may be. */
export function Differences({ of: text, from }: { of: string; from: string }) {
  if (text.length !== from.length) return <bdi>{text}</bdi>;
  return (
    <bdi>
      {[...text].map((char, index) =>
        char === from[index] ? (
          char
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: characters of a constant text never move
          <mark key={index} className="rounded-xs bg-warn-soft font-bold text-warn underline">
            {char}
          </mark>
        ),
      )}
    </bdi>
  );
}
