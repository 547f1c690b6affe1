import { useEffect, useState } from "preact/hooks";
import type { LayoutListView, LayoutTextView } from "../../api/layout-views.ts";
import { fetchLayout, fetchLayouts } from "../clients/layout-client.ts";
import type { PageProps } from "../shell/lazy-page.tsx";
import "../style/layouts.css";
import { EMPTY_DRAWING } from "./change-drawing.ts";
import { keptText, type LayoutDraft } from "./kept-drafts.ts";
import { LayoutEditor } from "./layout-editor.tsx";
import { LayoutImport } from "./layout-import.tsx";
import { LayoutList } from "./layout-list.tsx";

/** `#/layouts`: every layout; `#/layouts/ID/REVISION`, `#/layouts/new`: the drawing board; `#/layouts/import`. */
export default function LayoutsPage({ state, route }: PageProps) {
  const [first, revision] = route.parts;
  if (first === undefined) return <ListPage revision={state.bench?.lastEventId ?? -1} />;
  if (first === "import") {
    return (
      <main class="layouts">
        <LayoutImport />
      </main>
    );
  }
  if (first === "new" || revision === undefined) {
    return (
      <main class="layouts">
        <LayoutEditor key="new" first={newDraft()} against={null} frozen={false} />
      </main>
    );
  }
  return <RevisionPage key={`${first}@${revision}`} id={first} revision={Number(revision)} />;
}

function newDraft(): LayoutDraft {
  const text = keptText("new");
  if (text !== null) return { key: "new", text, drawing: null, source: "text" };
  return { key: "new", text: "", drawing: EMPTY_DRAWING, source: "drawing" };
}

function ListPage(props: { revision: number }) {
  const [list, setList] = useState<LayoutListView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let wanted = true;
    fetchLayouts().then(
      (loaded) => wanted && setList(loaded),
      (error: Error) => wanted && setProblem(error.message),
    );
    return () => {
      wanted = false;
    };
  }, [props.revision]);
  if (list === null) return <main class="loading">{problem ?? "Looking at the layouts …"}</main>;
  return (
    <main class="layouts">
      <LayoutList list={list} />
    </main>
  );
}

function RevisionPage(props: { id: string; revision: number }) {
  const { id, revision } = props;
  const [loaded, setLoaded] = useState<{ view: LayoutTextView; newest: number } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    Promise.all([fetchLayout(id, revision), fetchLayouts()]).then(
      ([view, list]) => setLoaded({ view, newest: newestOf(list, id) }),
      (error: Error) => setProblem(error.message),
    );
  }, [id, revision]);
  if (loaded === null) return <main class="loading">{problem ?? "Opening the layout …"}</main>;
  const { view, newest } = loaded;
  const key = `${id}@${revision}`;
  const kept = keptText(key);
  const text = kept ?? withRevision(view.text, newest + 1);
  const draft: LayoutDraft = { key, text, drawing: view.check.drawing, source: "text" };
  return (
    <main class="layouts">
      <LayoutEditor first={draft} against={{ id, revision }} frozen={view.used} />
    </main>
  );
}

/** The file as it is, comments and all, under the revision it will be saved as. */
function withRevision(text: string, revision: number): string {
  return text.replace(/^(revision\s*=\s*)\d+/m, `$1${revision}`);
}

function newestOf(list: LayoutListView, id: string): number {
  return Math.max(0, ...list.layouts.filter((one) => one.id === id).map((one) => one.revision));
}
