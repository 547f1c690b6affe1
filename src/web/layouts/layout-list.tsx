import type { LayoutListView, LayoutSummaryView } from "../../api/layout-views.ts";
import { COLUMN_COUNT } from "../../domain/well.ts";
import { Icon } from "../parts/icon.tsx";
import { Panel } from "../parts/panel.tsx";
import { pageAddress } from "../route.ts";

const CELL = 10;

/** Every revision with its picture; used ones are frozen. */
export function LayoutList(props: { list: LayoutListView }) {
  const { layouts, faulty, canSave } = props.list;
  return (
    <Panel title="Layouts" note={canSave.yes ? `${layouts.length}` : (canSave.why ?? "")}>
      <div class="actions">
        <a class="button" href={pageAddress("layouts", "new")}>
          Draw a new layout
        </a>
        <a class="button" href={pageAddress("layouts", "import")}>
          Take one over from plater, wellmap or CSV
        </a>
      </div>
      {faulty.map(({ file, problems }) => (
        <p key={file} class="notice tone-bad">
          <Icon name="warning" />
          <span>
            <strong>{file}</strong> cannot be used: {problems}.
          </span>
        </p>
      ))}
      <ul class="layout-cards">
        {layouts.map((layout) => (
          <li key={`${layout.id} ${layout.revision}`}>
            <LayoutCard layout={layout} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function LayoutCard({ layout }: { layout: LayoutSummaryView }) {
  return (
    <a class="layout-card" href={pageAddress("layouts", layout.id, String(layout.revision))}>
      <SmallPicture layout={layout} />
      <span class="layout-card-words">
        <strong>{layout.id}</strong> revision {layout.revision}
        <span class="soft">{layout.title}</span>
        <span class="layout-marks">
          {layout.used ? (
            <span>
              <Icon name="lock" /> used, frozen
            </span>
          ) : (
            <span>not used yet</span>
          )}
          {layout.newest ? null : <span>an older revision</span>}
        </span>
      </span>
    </a>
  );
}

/** 96 small squares: tone by arm, hollow for wells without cells. */
function SmallPicture({ layout }: { layout: LayoutSummaryView }) {
  return (
    <svg class="layout-small" viewBox={`0 0 ${12 * CELL} ${8 * CELL}`} aria-hidden="true">
      {layout.wells.map(({ role, arm }, index) => (
        <rect
          key={index}
          class={arm === null ? `small-${role}` : `small-arm-${arm % 7}`}
          x={(index % COLUMN_COUNT) * CELL + 1}
          y={Math.floor(index / COLUMN_COUNT) * CELL + 1}
          width={CELL - 2}
          height={CELL - 2}
          rx="2"
        />
      ))}
    </svg>
  );
}
