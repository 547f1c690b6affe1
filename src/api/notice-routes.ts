import { z } from "zod";
import { requirePerson } from "./access-guard.ts";
import { type AnyRoute, route } from "./route.ts";
import type { NoticesView } from "./trail-views.ts";

const oneOf = z.object({
  params: z.strictObject({ id: z.uuid({ error: "must be an id" }) }),
  body: z.strictObject({}),
});

export const noticeRoutes: readonly AnyRoute[] = [
  route({
    operation: "notices",
    method: "GET",
    path: "/notices",
    tag: "notices",
    summary: "What people should know, standing ones first, and how it went out.",
    needs: "look",
    quiet: true,
    request: z.object({}),
    answer: "NoticesView",
    handle: ({ services }): NoticesView => services.notices.notices(),
  }),
  route({
    operation: "noticeDone",
    method: "POST",
    path: "/notices/:id/done",
    tag: "notices",
    summary: "Say that somebody has seen to it; it does not stand any more.",
    needs: "signed-in",
    request: oneOf,
    answer: "NoticesView",
    handle: ({ services, parts, caller }): NoticesView =>
      services.notices.done(parts.params.id, requirePerson(caller).name),
  }),
  route({
    operation: "sendNoticeAgain",
    method: "POST",
    path: "/notices/deliveries/:id/again",
    tag: "notices",
    summary: "Try to send what waits, or was given up, at once.",
    needs: "administer",
    request: oneOf,
    answer: "NoticesView",
    handle: ({ services, parts, caller }): NoticesView =>
      services.notices.sendAgain(parts.params.id, caller.name),
  }),
];
