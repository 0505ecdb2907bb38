import { LongText } from '../../ui/long-text.tsx';

interface AttributeTableProps {
  readonly caption: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Shows only the names and values that contain it. */
  readonly filter?: string;
}

/** Attributes sorted by name. */
export function AttributeTable({ caption, attributes, filter = '' }: AttributeTableProps) {
  const wanted = filter.trim().toLowerCase();
  const rows = Object.entries(attributes)
    .filter(([name, value]) => `${name}\n${value}`.toLowerCase().includes(wanted))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length === 0)
    return <p className="text-sm text-fg-3">{wanted ? 'Nothing matches.' : 'None recorded.'}</p>;
  return (
    <table className="w-full table-fixed text-left text-xs">
      <caption className="sr-only">{caption}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name} className="border-t border-line align-top first:border-0">
            <th
              scope="row"
              className="w-2/5 py-1 pr-3 font-mono font-normal break-words text-fg-3 sm:w-64"
            >
              <bdi>{name}</bdi>
            </th>
            <td className="py-1">
              {value === '' ? <span className="text-fg-3">empty</span> : <LongText text={value} />}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
