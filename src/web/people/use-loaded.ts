import { useEffect, useState } from "preact/hooks";

export interface Loaded<View> {
  /** Null until it has come; what came last stays when it cannot be fetched again. */
  readonly view: View | null;
  readonly problem: string | null;
  readonly reload: () => void;
}

/** What `fetchView` (a function that stays the same) answers, asked again whenever `revision` changes. */
export function useLoaded<View>(fetchView: () => Promise<View>, revision: number): Loaded<View> {
  const [view, setView] = useState<View | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let wanted = true;
    fetchView().then(
      (fresh) => {
        if (!wanted) return;
        setView(() => fresh);
        setProblem(null);
      },
      (error: Error) => wanted && setProblem(error.message),
    );
    return () => {
      wanted = false;
    };
  }, [fetchView, revision, asked]);
  return { view, problem, reload: () => setAsked((before) => before + 1) };
}
