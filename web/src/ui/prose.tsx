/** Catalogue text: what stands between backquotes is shown as code, everything else as it is. */
export function Prose({ text }: { text: string }) {
  return (
    <bdi>
      {text.split('`').map((part, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of a constant text never move
          <code key={index} className="rounded bg-sunken px-1 text-fg">
            {part}
          </code>
        ) : (
          part
        ),
      )}
    </bdi>
  );
}
