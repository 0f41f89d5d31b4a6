/**
 * A table whose rows become cards on a narrow screen, with each cell under its own heading. The ARIA roles are written out, because
 * screen readers no longer see a table when a style sheet changes its layout.
 */
import type { ComponentChildren } from 'preact';

interface TableProps {
  caption: string;
  heads: readonly string[];
  rows: readonly (readonly ComponentChildren[])[];
}

export const Table = ({ caption, heads, rows }: TableProps) => (
  <table role="table" class="table">
    <caption>{caption}</caption>
    <thead role="rowgroup">
      <tr role="row">
        {heads.map((head) => (
          <th role="columnheader" scope="col">{head}</th>
        ))}
      </tr>
    </thead>
    <tbody role="rowgroup">
      {rows.map((cells) => (
        <tr role="row">{cells.map((cell, index) => (index === 0 ? <th role="rowheader" scope="row">{cell}</th> : <Cell head={heads[index] ?? ''}>{cell}</Cell>))}</tr>
      ))}
    </tbody>
  </table>
);

const Cell = ({ head, children }: { head: string; children: ComponentChildren }) => (
  <td role="cell">
    <span class="table__head" aria-hidden="true">{head}: </span>
    {children}
  </td>
);
