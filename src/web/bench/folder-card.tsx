import type { FolderView } from "../../api/views.ts";
import { formatMoment } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { wordOfFolder } from "../words.ts";

/** A folder that a vendor's program drops files in: whether it can be read, and what came last. */
export function FolderCard(props: { folder: FolderView }) {
  const { folder } = props;
  const { lastFile } = folder;
  const wording = wordOfFolder(folder.state);
  return (
    <article class={`reader-card edge-${wording.tone}`} aria-label={folder.id}>
      <h3 class="reader-name">
        {folder.id} <Badge wording={wording} large={true} />
      </h3>
      <p class={`folder-sentence folder-${folder.state}`} title={folder.sentence}>
        {folder.sentence}
      </p>
      <p class="folder-last soft">
        {lastFile === null
          ? "No file since the program began."
          : `Last file ${formatMoment(lastFile.atUtc)}: ${lastFile.name}`}
      </p>
      {folder.problems.length === 0 ? null : (
        <details class="folder-problems tone-look">
          <summary>
            {folder.problems.length === 1
              ? "One file cannot be taken"
              : `${folder.problems.length} files cannot be taken`}
          </summary>
          <ul>
            {folder.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </details>
      )}
      <p class="reader-verification">{folder.path}</p>
    </article>
  );
}
