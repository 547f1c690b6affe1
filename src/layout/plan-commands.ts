/** What `platewarden plan check|show` print: text for people, JSON for programs. */

import { counted } from "../domain/counted.ts";
import type { Plan } from "../domain/plan.ts";
import type { CommandReport } from "./layout-commands.ts";
import type { CheckedPlan } from "./plan-file.ts";
import { countProblems, hasErrors, renderProblems } from "./problem.ts";
import { renderPlan } from "./render-plan.ts";

/** Every problem of a plan file, then how many there are and what is planned. */
export function reportPlanCheck(fileName: string, checked: CheckedPlan): CommandReport {
  const { plan, problems } = checked;
  const ok = !hasErrors(problems);
  const found = renderProblems(problems, fileName);
  const verdict = plan
    ? `${counted(plan.plates.length, "plate")} planned`
    : "the plan cannot be used";
  const text = [found, `${fileName}: ${countProblems(problems)}; ${verdict}.`]
    .filter((part) => part !== "")
    .join("\n");
  return { text, json: { fileName, ok, problems, plan }, ok };
}

export function reportPlanShow(plan: Plan): CommandReport {
  return { text: renderPlan(plan), json: plan, ok: true };
}
