import type { AssayTableView, AssayView } from "../../api/views.ts";
import { Panel } from "../parts/panel.tsx";

/** One assay of the plate: what it says, and its numbers in tables. */
export function AssayPanel(props: { assay: AssayView }) {
  const { title, sentences, tables } = props.assay;
  return (
    <Panel title={title} class="wide">
      {sentences.map((sentence) => (
        <p key={sentence} class="soft">
          {sentence}
        </p>
      ))}
      {tables.map((table) => (
        <AssayTable key={table.caption} table={table} />
      ))}
    </Panel>
  );
}

function AssayTable(props: { table: AssayTableView }) {
  const { caption, head, rows } = props.table;
  return (
    <div class="assay-table-frame">
      <table class="assay-table">
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((name, index) => (
              <th key={name} scope="col" class={index === 0 ? "" : "number"}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]}>
              {row.map((cell, index) =>
                index === 0 ? (
                  <th key={head[index]} scope="row">
                    {cell}
                  </th>
                ) : (
                  <td key={head[index]} class="number">
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
