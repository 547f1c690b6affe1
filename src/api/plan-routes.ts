/** Plans: checked while they are made, saved whole, followed until every plate is read. */
import { z } from "zod";
import { draftRequest, planRequest } from "./plan-requests.ts";
import type { PlanCheckView, PlanChoicesView, PlanSummaryView, PlanView } from "./plan-views.ts";
import { type AnyRoute, route } from "./route.ts";

/** A thousand plates are as many lines. */
const LONGEST_DRAFT_BYTES = 1_000_000;
const nothing = z.object({});

export const planRoutes: readonly AnyRoute[] = [
  route({
    operation: "planChoices",
    method: "GET",
    path: "/plans/choices",
    tag: "plans",
    summary: "Layouts with their slots and compounds, and readers: what a plan can be made of.",
    needs: "plan",
    request: nothing,
    answer: "PlanChoicesView",
    handle: ({ services }): PlanChoicesView => services.plans.choices(),
  }),
  route({
    operation: "checkPlan",
    method: "POST",
    path: "/plans/check",
    tag: "plans",
    summary: "Check the draft of a plan; nothing is kept.",
    needs: "plan",
    quiet: true,
    request: draftRequest,
    bodyLimitBytes: LONGEST_DRAFT_BYTES,
    answer: "PlanCheckView",
    handle: ({ services, parts }): PlanCheckView => services.plans.check(parts.body),
  }),
  route({
    operation: "savePlan",
    method: "POST",
    path: "/plans",
    tag: "plans",
    summary: "Plan samples and plates: all of it or nothing.",
    needs: "plan",
    request: draftRequest,
    bodyLimitBytes: LONGEST_DRAFT_BYTES,
    status: 201,
    answer: "PlanView",
    handle: ({ services, parts, caller }): PlanView => services.plans.save(parts.body, caller.name),
  }),
  route({
    operation: "plans",
    method: "GET",
    path: "/plans",
    tag: "plans",
    summary: "Every plan with how far it has come, newest first.",
    needs: "look",
    quiet: true,
    request: nothing,
    answer: "PlanSummaryView[]",
    handle: ({ services }): readonly PlanSummaryView[] => services.plans.all(),
  }),
  route({
    operation: "plan",
    method: "GET",
    path: "/plans/:id",
    tag: "plans",
    summary: "A plan with its plates and what became of each.",
    needs: "look",
    quiet: true,
    request: planRequest,
    answer: "PlanView",
    handle: ({ services, parts }): PlanView => services.plans.plan(parts.params.id),
  }),
  route({
    operation: "planFile",
    method: "GET",
    path: "/plans/:id/file",
    tag: "plans",
    summary: "The plan as its file, `plate-plan/1`.",
    needs: "look",
    request: planRequest,
    answer: "application/toml",
    handle: ({ services, parts, reply }) => {
      const { name, text } = services.plans.file(parts.params.id);
      return reply
        .type("application/toml; charset=utf-8")
        .header("content-disposition", `attachment; filename="${name}"`)
        .send(text);
    },
  }),
];
