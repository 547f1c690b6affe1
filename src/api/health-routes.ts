/** Health for monitors, numbers for Prometheus, and the log of incidents. */
import { z } from "zod";
import { LONGEST_NOTE } from "../observe/note-incident.ts";
import { requirePerson } from "./access-guard.ts";
import type { HealthView, IncidentView } from "./health-views.ts";
import { paragraph } from "./request-schemas.ts";
import { type AnyRoute, route } from "./route.ts";

const INCIDENTS_SHOWN = 100;

/** What everybody may know: which part, how bad and the code; no path, barcode or name. */
function withoutWords(view: HealthView): HealthView {
  const parts = view.parts.map((told) => {
    const [word = ""] = told.part.split(" ");
    const part = /[/\\]/.test(told.part) ? word : told.part;
    return { ...told, part, sentence: null, remedy: null };
  });
  return { ...view, parts, problems: [] };
}

/** Of this computer itself: 127.0.0.0/8 and ::1, also where IPv4 is written as IPv6. */
const LOOPBACK_ADDRESS = /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/;

export const healthRoutes: readonly AnyRoute[] = [
  route({
    operation: "health",
    method: "GET",
    path: "/health",
    alsoAt: "/api/health",
    tag: "bench",
    summary:
      "Whether the daemon does its work, part by part; 503 where plates cannot be captured or kept. `live` asks only whether it answers. Sentences are for who is signed in.",
    needs: "anybody",
    quiet: true,
    request: z.object({ query: z.strictObject({ live: z.literal(["", "1", "true"]).optional() }) }),
    answer: "HealthView",
    handle: ({ services, parts, caller, reply }): HealthView => {
      const view = services.health.health();
      const works = view.ready && view.status !== "failing";
      if (!works && parts.query.live === undefined) reply.status(503);
      return caller.kind === "nobody" ? withoutWords(view) : view;
    },
  }),
  route({
    operation: "metrics",
    method: "GET",
    path: "/metrics",
    alsoAt: "/metrics",
    tag: "bench",
    summary: "Numbers in Prometheus' text format.",
    needs: "metrics",
    openTo: ({ socket }, { metrics }) =>
      metrics.openOnLoopback && LOOPBACK_ADDRESS.test(socket.remoteAddress ?? ""),
    quiet: true,
    request: z.object({}),
    answer: "text/plain",
    handle: async ({ services: { metrics }, reply }) =>
      reply.type(metrics.contentType).send(await metrics.text()),
  }),
  route({
    operation: "incidents",
    method: "GET",
    path: "/incidents",
    tag: "bench",
    summary:
      "What went wrong with the bench itself, newest first: since when, until when, and what was noted.",
    needs: "look",
    quiet: true,
    request: z.object({}),
    answer: "IncidentView[]",
    handle: ({ services }): readonly IncidentView[] =>
      services.incidents.incidents(INCIDENTS_SHOWN),
  }),
  route({
    operation: "noteIncident",
    method: "POST",
    path: "/incidents/:id/notes",
    tag: "bench",
    summary: "Write beside an incident what was found or done; answers with all incidents.",
    needs: "signed-in",
    request: z.object({
      params: z.strictObject({ id: z.uuid({ error: "must be an id" }) }),
      body: z.strictObject({ text: paragraph(LONGEST_NOTE) }),
    }),
    answer: "IncidentView[]",
    handle: ({ services, parts, caller }): readonly IncidentView[] =>
      services.incidents.note(parts.params.id, parts.body.text, requirePerson(caller).name),
  }),
];
