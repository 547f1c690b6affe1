import type { FastifyInstance } from "fastify";
import {
  assignReadingRequest,
  cancelRunRequest,
  dismissDocumentRequest,
  maskRequest,
  plateRequest,
  readRequest,
  retryDocumentRequest,
  scanRequest,
  startRunRequest,
} from "./request-schemas.ts";
import type {
  BenchService,
  BenchView,
  HealthView,
  PlateSummaryView,
  PlateView,
  RunView,
  ScanView,
} from "./views.ts";

/** The questions and orders of the bench; each answers with the view of the same name in `views.ts`. */
export function registerBenchRoutes(app: FastifyInstance, service: BenchService): void {
  app.get("/api/health", (): HealthView => {
    const { program, problems } = service.bench();
    return { status: problems.length === 0 ? "ok" : "attention", program, problems };
  });

  app.get("/api/bench", (): BenchView => service.bench());

  app.get("/api/plates/:id", (request): PlateView => {
    const { params } = readRequest(plateRequest, request);
    return service.plate(params.id);
  });

  app.get("/api/scan/:barcode", (request): ScanView => {
    const { params } = readRequest(scanRequest, request);
    return service.scan(params.barcode);
  });

  app.post("/api/runs", (request, reply): RunView => {
    const { body } = readRequest(startRunRequest, request);
    reply.status(201);
    return service.startRun(body);
  });

  app.post("/api/runs/:id/cancel", (request): RunView => {
    const { params, body } = readRequest(cancelRunRequest, request);
    return service.cancelRun(params.id, body.by);
  });

  app.post("/api/readings/:id/assign", (request): PlateSummaryView => {
    const { params, body } = readRequest(assignReadingRequest, request);
    return service.assignReading(params.id, body);
  });

  app.post("/api/quarantine/:sha256/retry", async (request): Promise<BenchView["quarantine"]> => {
    const { params, body } = readRequest(retryDocumentRequest, request);
    await service.retryDocument(params.sha256, body.by);
    return service.bench().quarantine;
  });

  app.post("/api/quarantine/:sha256/dismiss", (request): BenchView["quarantine"] => {
    const { params, body } = readRequest(dismissDocumentRequest, request);
    service.dismissDocument(params.sha256, body);
    return service.bench().quarantine;
  });

  app.post("/api/plates/:id/masks", (request): PlateView => {
    const { params, body } = readRequest(maskRequest, request);
    return service.addMask(params.id, body);
  });

  app.post("/api/plates/:id/masks/remove", (request): PlateView => {
    const { params, body } = readRequest(maskRequest, request);
    return service.removeMask(params.id, body);
  });
}
