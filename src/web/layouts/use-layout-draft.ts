import { useEffect, useRef, useState } from "preact/hooks";
import type { LayoutCheckView, LayoutRevisionRequest } from "../../api/layout-views.ts";
import type { DrawnLayout } from "../../domain/drawn-layout.ts";
import { checkLayout, drawLayout } from "../clients/layout-client.ts";
import { type Message, refusal } from "../parts/notice.tsx";
import { keepDraft, type LayoutDraft } from "./kept-drafts.ts";

/** So long nobody types or draws before the server is asked. */
const PAUSE_MS = 200;
const LONGEST_HISTORY = 200;

export interface DraftEditing {
  readonly draft: LayoutDraft;
  readonly check: LayoutCheckView | null;
  /** False while what is drawn or typed is not yet judged. */
  readonly upToDate: boolean;
  readonly problem: Message | null;
  draw(drawing: DrawnLayout): void;
  type(text: string): void;
  /** Null when there is nothing to take back. */
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
}

/**
 * One layout while it is made: what is drawn becomes text, what is typed becomes a drawing, and both are judged by the
 * server. An old answer never outlives a newer change.
 */
export function useLayoutDraft(
  first: LayoutDraft,
  against: LayoutRevisionRequest | null,
): DraftEditing {
  const [draft, setDraft] = useState(first);
  const [judged, setJudged] = useState<{ draft: LayoutDraft; check: LayoutCheckView } | null>(null);
  const [problem, setProblem] = useState<Message | null>(null);
  const past = useRef<LayoutDraft[]>([]);
  const future = useRef<LayoutDraft[]>([]);

  const show = (next: LayoutDraft): void => {
    keepDraft(next);
    setDraft(next);
  };
  const change = (next: LayoutDraft): void => {
    past.current = [...past.current, draft].slice(-LONGEST_HISTORY);
    future.current = [];
    show(next);
  };

  const [againstId, againstRevision] = [against?.id, against?.revision];
  useEffect(() => {
    let wanted = true;
    const compared =
      againstId === undefined || againstRevision === undefined
        ? {}
        : { against: { id: againstId, revision: againstRevision } };
    const judge = async (): Promise<void> => {
      try {
        const { drawing, text, source } = draft;
        if (source === "drawing" && drawing !== null) {
          const drawn = await drawLayout({ ...drawing, ...compared });
          if (!wanted) return;
          const next = { ...draft, text: drawn.text };
          if (past.current.length > 0) keepDraft(next);
          setDraft((now) => (now === draft ? next : now));
          setJudged({ draft: next, check: drawn.check });
        } else {
          const check = await checkLayout({ text, ...compared });
          if (!wanted) return;
          const next = { ...draft, drawing: check.drawing ?? drawing };
          setDraft((now) => (now === draft ? next : now));
          setJudged({ draft: next, check });
        }
        setProblem(null);
      } catch (error) {
        if (wanted) setProblem(refusal(error));
      }
    };
    if (judged?.draft === draft) return;
    const timer = setTimeout(() => void judge(), PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [draft, againstId, againstRevision, judged]);

  const step = (from: typeof past, to: typeof past) => {
    const target = from.current.at(-1);
    if (target === undefined) return null;
    return (): void => {
      from.current = from.current.slice(0, -1);
      to.current = [...to.current, draft];
      show(target);
    };
  };

  return {
    draft,
    check: judged?.check ?? null,
    upToDate: judged?.draft === draft,
    problem,
    draw: (drawing) => change({ ...draft, drawing, source: "drawing" }),
    type: (text) => change({ ...draft, text, source: "text" }),
    undo: step(past, future),
    redo: step(future, past),
  };
}
