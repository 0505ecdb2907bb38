import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { CardTable, Cells, type Column } from './card-table.tsx';

const COLUMNS: readonly Column<{ name: string; count: number }>[] = [
  { text: 'Name', namesRow: true, cell: ({ name }) => name },
  {
    text: 'Count',
    end: true,
    className: 'w-20 max-sm:hidden',
    cellClass: 'tabular-nums',
    cell: ({ count }) => count,
  },
];

afterEach(cleanup);

it('shows and hides a column as one, and puts its cells below its head', () => {
  render(
    <CardTable label="Things" columns={COLUMNS}>
      <tr>
        <Cells columns={COLUMNS} row={{ name: 'a', count: 3 }} />
      </tr>
    </CardTable>,
  );
  const [head, cell] = [
    screen.getByRole('columnheader', { name: 'Count' }),
    screen.getByRole('cell', { name: '3' }),
  ];
  for (const each of [head, cell])
    expect([...each.classList]).toEqual(
      expect.arrayContaining(['w-20', 'max-sm:hidden', 'text-right']),
    );
  expect([head, cell].map((each) => each.classList.contains('tabular-nums'))).toEqual([
    false,
    true,
  ]);
  expect(screen.getByRole('rowheader', { name: 'a' }).tagName).toBe('TH');
});
