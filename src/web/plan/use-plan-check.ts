import { useEffect, useState } from "preact/hooks";
import type { PlanCheckView } from "../../api/plan-views.ts";
import { checkPlan } from "../clients/plan-client.ts";
import { type Message, refusal } from "../parts/notice.tsx";
import { draftOfSheet, type PlanSheet } from "./plan-sheet.ts";

/** So long nobody types before the server is asked. */
const PAUSE_MS = 250;

export interface PlanChecking {
  /** Of the newest answer; null before the first. */
  readonly check: PlanCheckView | null;
  /** False while what stands in the fields is not yet judged. */
  readonly upToDate: boolean;
  readonly problem: Message | null;
}

/** Asks the server what it thinks of the sheet whenever somebody has paused; an old answer never outlives a new one. */
export function usePlanCheck(sheet: PlanSheet): PlanChecking {
  const [answered, setAnswered] = useState<{ sheet: PlanSheet; check: PlanCheckView } | null>(null);
  const [problem, setProblem] = useState<Message | null>(null);
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => {
      checkPlan(draftOfSheet(sheet, new Date())).then(
        (check) => {
          if (!wanted) return;
          setAnswered({ sheet, check });
          setProblem(null);
        },
        (error: unknown) => wanted && setProblem(refusal(error)),
      );
    }, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [sheet]);
  return { check: answered?.check ?? null, upToDate: answered?.sheet === sheet, problem };
}
