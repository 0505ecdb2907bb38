import { LongText } from '../../ui/long-text.tsx';

interface AttributeTableProps {
  readonly caption: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Shows only the names and values that contain it. */
  readonly filter?: string;
  /** For panels: gives names less room. */
  readonly narrow?: boolean;
}

/** Attributes sorted by name. */
export function AttributeTable({ caption, attributes, filter = '', narrow }: AttributeTableProps) {
  const wanted = filter.trim().toLowerCase();
  const rows = Object.entries(attributes)
    .filter(([name, value]) => `${name}\n${value}`.toLowerCase().includes(wanted))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (rows.length === 0)
    return <p className="text-sm text-fg-3">{wanted ? 'Nothing matches.' : 'None recorded.'}</p>;
  return (
    <table className="w-full table-fixed text-left text-xs">
      <caption className="sr-only">{caption}</caption>
      <colgroup>
        <col className={narrow ? 'w-2/5' : 'w-2/5 sm:w-68'} />
        <col />
      </colgroup>
      <thead className="sr-only">
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, value]) => (
          <tr key={name} className="border-t border-line align-top first:border-0">
            <th scope="row" className="py-1 pr-3 font-mono font-normal text-fg-3">
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
