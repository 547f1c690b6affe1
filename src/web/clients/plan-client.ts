import type {
  PlanCheckView,
  PlanChoicesView,
  PlanDraft,
  PlanSummaryView,
  PlanView,
} from "../../api/plan-views.ts";
import { get, post } from "../api-client.ts";

export function fetchPlanChoices(): Promise<PlanChoicesView> {
  return get("/api/v1/plans/choices");
}

export function fetchPlans(): Promise<readonly PlanSummaryView[]> {
  return get("/api/v1/plans");
}

export function fetchPlan(planId: string): Promise<PlanView> {
  return get(`/api/v1/plans/${encodeURIComponent(planId)}`);
}

export function planFileAddress(planId: string): string {
  return `/api/v1/plans/${encodeURIComponent(planId)}/file`;
}

export function checkPlan(draft: PlanDraft): Promise<PlanCheckView> {
  return post("/api/v1/plans/check", draft);
}

export function savePlan(draft: PlanDraft): Promise<PlanView> {
  return post("/api/v1/plans", draft);
}
