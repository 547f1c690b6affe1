import type { LayoutCheckView, LayoutRevisionRequest } from "../../api/layout-views.ts";
import { Panel } from "../parts/panel.tsx";

/** Which wells mean something else than in the revision that the draft came from. */
export function LayoutDifferences(props: {
  differences: LayoutCheckView["differences"];
  against: LayoutRevisionRequest | null;
}) {
  const { differences, against } = props;
  if (against === null || differences === null) return null;
  const title = `Against revision ${against.revision}`;
  if (differences.length === 0) return <Panel title={title} note="every well means the same" />;
  return (
    <Panel title={title} note={`${differences.length} wells differ`}>
      <div class="table-frame layout-differences">
        <table>
          <thead>
            <tr>
              <th scope="col">Well</th>
              <th scope="col">Was</th>
              <th scope="col">Is</th>
            </tr>
          </thead>
          <tbody>
            {differences.map((one) => (
              <tr key={one.well}>
                <th scope="row">{one.well}</th>
                <td>{one.before}</td>
                <td>{one.after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
