/** The layouts of the bench for the page that makes them: listed, checked, drawn, imported and saved. */
import { accessSync, constants, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "../domain/canonical.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";
import type { Layout } from "../domain/layout.ts";
import { ALL_WELLS } from "../domain/well.ts";
import { checkLayoutText } from "../layout/check-layout-text.ts";
import { describeProblem, importLayout } from "../layout/import-layout.ts";
import type { GrowingCatalogue } from "../layout/layout-catalogue.ts";
import {
  type CheckedLayoutFile,
  decodeUtf8,
  findLayout,
  type LayoutShelf,
  loadLayouts,
} from "../layout/load-layouts.ts";
import { countProblems, hasErrors } from "../layout/problem.ts";
import { writeLayout } from "../layout/write-layout.ts";
import type { Store } from "../store/open-store.ts";
import { findingView, layoutCheckView } from "./layout-check-view.ts";
import type {
  CheckLayoutRequest,
  DrawnLayoutRequest,
  DrawnLayoutView,
  ImportedLayoutView,
  ImportLayoutRequest,
  LayoutCheckView,
  LayoutListView,
  LayoutRevisionRequest,
  LayoutSummaryView,
  LayoutTextView,
  SaveLayoutRequest,
} from "./layout-views.ts";
import { codeOf, placeNewFile } from "./place-new-file.ts";

export interface LayoutWorkshop {
  list(): LayoutListView;
  /** Throws LAYOUT_UNKNOWN. */
  text(id: string, revision: number): LayoutTextView;
  check(request: CheckLayoutRequest): LayoutCheckView;
  draw(request: DrawnLayoutRequest): DrawnLayoutView;
  import(request: ImportLayoutRequest): ImportedLayoutView;
  /** Throws LAYOUT_INVALID, LAYOUT_REVISION_TAKEN or LAYOUT_NOT_SAVED; then nothing has been written. */
  save(request: SaveLayoutOrder): LayoutSummaryView;
}

export interface SaveLayoutOrder extends SaveLayoutRequest {
  readonly by: string;
  /** The supervisor who let somebody else save; null for who may do it alone. */
  readonly authorisedBy: string | null;
}

export interface WorkshopParts {
  readonly store: Store;
  /** Where the layout files are. */
  readonly folder: string;
  /** Why nothing may be saved there, whatever the folder's rights; null when it may. */
  readonly closedBecause: string | null;
  /** Told of what is saved, so that plates can be started with it at once. */
  readonly layouts: GrowingCatalogue;
}

export function layoutWorkshop(parts: WorkshopParts): LayoutWorkshop {
  const { store, folder } = parts;
  const shelf = rememberedShelf(folder);

  const fileOf = (id: string, revision: number): CheckedLayoutFile | null =>
    shelf().files.find(({ layout }) => layout?.id === id && layout.revision === revision) ?? null;

  /** The named revision for a comparison, from its file or as it was used. */
  const requireLayout = ({ id, revision }: LayoutRevisionRequest): Layout =>
    fileOf(id, revision)?.layout ?? findLayout(parts.layouts.all(), id, revision);

  const before = (named: LayoutRevisionRequest | undefined): Layout | null =>
    named === undefined ? null : requireLayout(named);

  function summary(file: CheckedLayoutFile, layout: Layout): LayoutSummaryView {
    const { id, revision, title } = layout;
    const newer = shelf().layouts.some((one) => one.id === id && one.revision > revision);
    const places = new Map(layout.arms.map((arm, index) => [arm.id, index]));
    return {
      id,
      revision,
      title,
      file: file.fileName,
      sha256: layout.sha256,
      used: store.plates.layoutByRevision(id, revision) !== null,
      newest: !newer,
      wells: ALL_WELLS.map((well) => {
        const { role, arm } = layout.wells[well];
        return { role, arm: arm === null ? null : (places.get(arm) ?? null) };
      }),
    };
  }

  return {
    list: () => {
      const { layouts, files } = shelf();
      const why = parts.closedBecause ?? whyNotWritable(folder);
      return {
        layouts: layouts.flatMap((layout) => {
          const file = fileOf(layout.id, layout.revision);
          return file === null ? [] : [summary(file, layout)];
        }),
        faulty: files
          .filter((file) => hasErrors(file.problems))
          .map(({ fileName, problems }) => ({ file: fileName, problems: countProblems(problems) })),
        canSave: { yes: why === null, why },
      };
    },
    text: (id, revision) => {
      const file = fileOf(id, revision);
      const layout = file?.layout ?? findLayout(shelf().layouts, id, revision);
      const text = file?.bytes == null ? null : decodeUtf8(file.bytes);
      if (file === null || text === null) throw new Error(`layout ${id} has no readable file`);
      return { ...summary(file, layout), text, check: layoutCheckView(text, null) };
    },
    check: ({ text, against }) => layoutCheckView(text, before(against)),
    draw: ({ against, ...drawing }) => {
      const text = writeLayout(drawing);
      return { text, check: layoutCheckView(text, before(against)) };
    },
    import: ({ source, text, id }) => {
      const draft = importLayout(source, text, id);
      return {
        text: draft.text,
        findings: draft.problems.map((problem) => findingView(problem)),
        remarks: draft.problems.map(describeProblem),
      };
    },
    save: ({ text, reason, by, authorisedBy }) => {
      const layout = requireUsable(text);
      requireOpen(parts);
      requireNext(layout, nextRevision(layout.id, shelf(), parts));
      const name = `${layout.id}.r${layout.revision}.toml`;
      const file = join(folder, name);
      let placed = false;
      try {
        store.inTransaction(() => {
          store.journal.audit({
            atUtc: store.nowUtc(),
            actor: by,
            action: "layout.save",
            subject: `${layout.id} r${layout.revision}`,
            detail: {
              id: layout.id,
              revision: layout.revision,
              file: name,
              sha256: layout.sha256,
              fileSha256: sha256(text),
              reason,
              ...(authorisedBy === null ? {} : { authorisedBy }),
            },
          });
          store.journal.change("layout", layout.id, store.nowUtc());
          placeLayout(file, text, layout);
          placed = true;
        });
      } catch (error) {
        // The trail does not tell of it, so it must not be there.
        if (placed) rmSync(file, { force: true });
        throw error;
      }
      parts.layouts.add(layout);
      const saved = fileOf(layout.id, layout.revision);
      if (saved === null) throw new Error(`${name} was saved but is not in the folder`);
      return summary(saved, layout);
    },
  };
}

/** The folder's files, checked again only when one of them has changed. */
function rememberedShelf(folder: string): () => LayoutShelf {
  let last: { readonly state: string; readonly shelf: LayoutShelf } | null = null;
  return () => {
    const state = stateOf(folder);
    if (last === null || last.state !== state) last = { state, shelf: loadLayouts(folder) };
    return last.shelf;
  };
}

function stateOf(folder: string): string {
  try {
    const names = readdirSync(folder).filter((name) => name.toLowerCase().endsWith(".toml"));
    return names
      .map((name) => {
        const stat = statSync(join(folder, name), { throwIfNoEntry: false });
        return `${name} ${stat?.ino} ${stat?.size} ${stat?.mtimeMs}`;
      })
      .join("\n");
  } catch {
    // `loadLayouts` says why the folder cannot be read.
    return "unreadable";
  }
}

function whyNotWritable(folder: string): string | null {
  try {
    accessSync(folder, constants.W_OK);
    return null;
  } catch (error) {
    return `The folder of layouts cannot be written: ${fileReason(error)}.`;
  }
}

function requireOpen(parts: WorkshopParts): void {
  const why = parts.closedBecause ?? whyNotWritable(parts.folder);
  if (why !== null) throw new PlatewardenError("LAYOUT_NOT_SAVED", why);
}

function requireUsable(text: string): Layout {
  const { layout, problems } = checkLayoutText(text);
  if (layout !== null) return layout;
  const errors = problems.filter((problem) => problem.severity === "error");
  const first = errors[0];
  throw new PlatewardenError(
    "LAYOUT_INVALID",
    `The layout has ${countProblems(errors)} and was not saved${first === undefined ? "" : `: ${first.message}`}.`,
    { detail: { problems } },
  );
}

/** The revision after all that exist as a file, usable or not, are known to the daemon, or were used. */
function nextRevision(id: string, shelf: LayoutShelf, parts: WorkshopParts): number {
  const fromNames = shelf.files.flatMap(({ fileName }) => {
    const revision = /\.r(\d{1,9})\.toml$/iu.exec(fileName);
    const sameId = fileName.toLowerCase().startsWith(`${id.toLowerCase()}.r`);
    return sameId && revision !== null ? [Number(revision[1])] : [];
  });
  const known = [
    ...shelf.files.flatMap(({ layout }) => layout ?? []),
    ...parts.layouts.all(),
    ...parts.store.plates.allLayouts(),
  ]
    .filter((layout) => layout.id === id)
    .map((layout) => layout.revision);
  return Math.max(0, ...fromNames, ...known) + 1;
}

function requireNext({ id, revision }: Layout, next: number): void {
  if (revision === next) return;
  throw new PlatewardenError(
    "LAYOUT_REVISION_TAKEN",
    `${id} must be saved as revision ${next}, not ${revision}.`,
    { detail: { id, revision, next } },
  );
}

function placeLayout(file: string, text: string, { id, revision }: Layout): void {
  try {
    placeNewFile(file, text);
  } catch (error) {
    if (codeOf(error) === "EEXIST") {
      throw new PlatewardenError(
        "LAYOUT_REVISION_TAKEN",
        `${id} has a revision ${revision} by now; save it as revision ${revision + 1}.`,
        { detail: { id, revision, next: revision + 1 }, cause: error },
      );
    }
    throw new PlatewardenError(
      "LAYOUT_NOT_SAVED",
      `${file} was not written: ${fileReason(error)}.`,
      { cause: error },
    );
  }
}
