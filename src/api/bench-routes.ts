/** The questions and orders of the bench; each answers with the view of the same name in `views.ts`. */
import { z } from "zod";
import { type Caller, callerKey } from "./caller.ts";
import {
  assignReadingRequest,
  cancelRunRequest,
  dismissDocumentRequest,
  eventsRequest,
  plateRequest,
  retryDocumentRequest,
  scanRequest,
  startRunRequest,
} from "./request-schemas.ts";
import { type AnyRoute, route } from "./route.ts";
import type { BenchView, PlateSummaryView, PlateView, RunView, ScanView } from "./views.ts";

const nothing = z.object({});

/** Who does it; the audit trail tells what rests on the word of a command alone. */
function operatorOf({ kind, name }: Caller): {
  readonly operator: string;
  readonly through?: "command";
} {
  return kind === "command" ? { operator: name, through: "command" } : { operator: name };
}

const questions: readonly AnyRoute[] = [
  route({
    operation: "bench",
    method: "GET",
    path: "/bench",
    tag: "bench",
    summary: "Everything the bench page shows at once.",
    needs: "look",
    quiet: true,
    request: nothing,
    answer: "BenchView",
    handle: ({ services }): BenchView => services.bench.bench(),
  }),
  route({
    operation: "followEvents",
    method: "GET",
    path: "/events",
    tag: "bench",
    summary: "What changes, as server-sent events; goes on after `Last-Event-ID` or `after`.",
    needs: "look",
    quiet: true,
    request: eventsRequest,
    answer: "text/event-stream",
    handle: ({ services, parts, caller, stands, reply }) => {
      const after = parts.headers["last-event-id"] ?? parts.query.after ?? null;
      const { stream, close } = services.feeds.open(after, stands, callerKey(caller));
      reply.raw.once("close", close);
      reply.headers({
        "content-type": "text/event-stream; charset=utf-8",
        // A connection kept after the feed's end would hold up the closing of the server.
        connection: "close",
      });
      return reply.send(stream);
    },
  }),
  route({
    operation: "scan",
    method: "GET",
    path: "/scan/:barcode",
    tag: "bench",
    summary: "What is known of a scanned barcode.",
    needs: "look",
    request: scanRequest,
    answer: "ScanView",
    handle: ({ services, parts }): ScanView => services.bench.scan(parts.params.barcode),
  }),
  route({
    operation: "plate",
    method: "GET",
    path: "/plates/:id",
    tag: "plates",
    summary: "A plate with everything that is known of it, by id or barcode.",
    needs: "look",
    quiet: true,
    request: plateRequest,
    answer: "PlateView",
    handle: ({ services, parts }): PlateView => services.bench.plate(parts.params.id),
  }),
];

const orders: readonly AnyRoute[] = [
  route({
    operation: "startRun",
    method: "POST",
    path: "/runs",
    tag: "bench",
    summary: "Start a run: the reader is sent to work.",
    needs: "bench",
    request: startRunRequest,
    status: 201,
    answer: "RunView",
    handle: ({ services, parts, caller }): RunView =>
      services.bench.startRun({ ...parts.body, ...operatorOf(caller) }),
  }),
  route({
    operation: "cancelRun",
    method: "POST",
    path: "/runs/:id/cancel",
    tag: "bench",
    summary: "Cancel a run that is under way.",
    needs: "bench",
    request: cancelRunRequest,
    answer: "RunView",
    handle: ({ services, parts, caller }): RunView =>
      services.bench.cancelRun(parts.params.id, operatorOf(caller)),
  }),
  route({
    operation: "assignReading",
    method: "POST",
    path: "/readings/:id/assign",
    tag: "bench",
    summary: "Say what a reading that waits is; its analysis runs at once.",
    needs: "bench",
    request: assignReadingRequest,
    answer: "PlateSummaryView",
    handle: ({ services, parts, caller }): PlateSummaryView =>
      services.bench.assignReading(parts.params.id, { ...parts.body, ...operatorOf(caller) }),
  }),
  route({
    operation: "retryDocument",
    method: "POST",
    path: "/quarantine/:sha256/retry",
    tag: "bench",
    summary: "Read a file in quarantine again; answers with what is in quarantine now.",
    needs: "bench",
    request: retryDocumentRequest,
    answer: "QuarantineView[]",
    handle: async ({ services, parts, caller }): Promise<BenchView["quarantine"]> => {
      await services.bench.retryDocument(parts.params.sha256, caller.name);
      return services.bench.bench().quarantine;
    },
  }),
  route({
    operation: "dismissDocument",
    method: "POST",
    path: "/quarantine/:sha256/dismiss",
    tag: "bench",
    summary: "Take a file out of quarantine for good; its bytes stay.",
    needs: "review",
    authorisable: true,
    request: dismissDocumentRequest,
    answer: "QuarantineView[]",
    handle: ({ services, parts, caller }): BenchView["quarantine"] => {
      services.bench.dismissDocument(parts.params.sha256, { ...parts.body, by: caller.name });
      return services.bench.bench().quarantine;
    },
  }),
];

export const benchRoutes: readonly AnyRoute[] = [...questions, ...orders];
