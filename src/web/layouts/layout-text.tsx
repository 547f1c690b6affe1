import { useEffect, useId, useRef } from "preact/hooks";
import { Panel } from "../parts/panel.tsx";
import type { LayoutDraft } from "./kept-drafts.ts";

/** The file as it will be saved; what is typed here is drawn, and the other way round. */
export function LayoutText(props: {
  draft: LayoutDraft;
  /** Shown and selected, when a finding names it. */
  line: number | null;
  onType: (text: string) => void;
}) {
  const { draft, line } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => {
    const field = area.current;
    if (line === null || field === null) return;
    const lines = field.value.split("\n");
    const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    field.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
    field.scrollTop = ((line - 4) * field.scrollHeight) / Math.max(1, lines.length);
  }, [line]);
  return (
    <Panel title="The file" note="TOML; grid and text show the same" class="layout-text">
      <label class="unseen" for={id}>
        Text of the layout file
      </label>
      <textarea
        id={id}
        ref={area}
        spellcheck={false}
        rows={24}
        value={draft.text}
        onInput={(event) => props.onType(event.currentTarget.value)}
      />
    </Panel>
  );
}
