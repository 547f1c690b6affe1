import { useEffect, useState } from "preact/hooks";
import type { PlanChoicesView, PlanSummaryView, PlanView } from "../../api/plan-views.ts";
import { fetchPlan, fetchPlanChoices, fetchPlans } from "../clients/plan-client.ts";
import { type Message, refusal } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import { pageAddress } from "../route.ts";
import type { PageProps } from "../shell/lazy-page.tsx";
import { mayI, useSession } from "../shell/use-session.ts";
import "../style/plan.css";
import { PlanEditor } from "./plan-editor.tsx";
import { PlanList } from "./plan-list.tsx";
import { PlanPanel } from "./plan-view.tsx";

type Shown =
  | { readonly kind: "list"; readonly plans: readonly PlanSummaryView[] }
  | { readonly kind: "new"; readonly choices: PlanChoicesView }
  | { readonly kind: "plan"; readonly plan: PlanView };

/** `#/plan` lists the plans, `#/plan/new` makes one, `#/plan/ID` follows one. */
export default function PlanPage({ state, route }: PageProps) {
  const part = route.parts[0] ?? null;
  const [shown, setShown] = useState<{ part: string | null; shown: Shown } | null>(null);
  const [problem, setProblem] = useState<Message | null>(null);
  const mayPlan = mayI(useSession(), "plan");
  // While a plan is made, what happens at the bench must not take the fields away.
  const revision = part === "new" ? 0 : (state.bench?.lastEventId ?? 0);
  useEffect(() => {
    let wanted = revision >= 0;
    load(part).then(
      (loaded) => {
        if (!wanted) return;
        setShown({ part, shown: loaded });
        setProblem(null);
      },
      (error: unknown) => wanted && setProblem(refusal(error)),
    );
    return () => {
      wanted = false;
    };
  }, [part, revision]);

  const current = shown?.part === part ? shown.shown : null;
  return (
    <main class="plan">
      <h1 class="plan-title">{part === "new" ? "New plan" : "Plans"}</h1>
      {problem === null ? null : (
        <p class="bench-problem tone-bad" role="alert">
          {problem.text} {problem.remedy}
        </p>
      )}
      {current === null && problem === null ? <p class="loading">Loading …</p> : null}
      {current === null && problem !== null && part !== null ? (
        <a class="open-plate" href={pageAddress("plan")}>
          All plans
        </a>
      ) : null}
      {current === null ? null : <Content shown={current} mayPlan={mayPlan} />}
    </main>
  );
}

function Content(props: { shown: Shown; mayPlan: boolean }) {
  const { shown } = props;
  if (shown.kind === "new") return <PlanEditor choices={shown.choices} />;
  if (shown.kind === "plan") return <PlanPanel plan={shown.plan} />;
  return (
    <Panel title="All plans" note={String(shown.plans.length)} class="wide">
      {props.mayPlan ? (
        <p class="actions">
          <a class="button primary" href={pageAddress("plan", "new")}>
            Make a new plan
          </a>
        </p>
      ) : null}
      <PlanList plans={shown.plans} />
    </Panel>
  );
}

async function load(part: string | null): Promise<Shown> {
  if (part === null) return { kind: "list", plans: await fetchPlans() };
  if (part === "new") return { kind: "new", choices: await fetchPlanChoices() };
  return { kind: "plan", plan: await fetchPlan(part) };
}
