import type { FastifyInstance, FastifyReply } from "fastify";
import { plateRequest, readRequest, sampleRequest } from "./request-schemas.ts";

/** Where printable reports come from: the bytes of PDF files. Throws PLATE_UNKNOWN or SAMPLE_UNKNOWN. */
export interface ReportSource {
  /** By id or barcode. */
  plate(idOrBarcode: string): Promise<Uint8Array>;
  sample(name: string): Promise<Uint8Array>;
}

/** Reports to download. */
export function registerReportRoutes(app: FastifyInstance, reports: ReportSource): void {
  app.get("/api/plates/:id/report.pdf", async (request, reply) => {
    const { params } = readRequest(plateRequest, request);
    return answerPdf(reply, `plate-${params.id}`, await reports.plate(params.id));
  });

  app.get("/api/samples/:name/report.pdf", async (request, reply) => {
    const { params } = readRequest(sampleRequest, request);
    return answerPdf(reply, `sample-${params.name}`, await reports.sample(params.name));
  });
}

/** The name is made of characters that every file system takes. */
function answerPdf(reply: FastifyReply, name: string, bytes: Uint8Array): FastifyReply {
  const fileName = `${name.replace(/[^A-Za-z0-9._-]/g, "_")}.pdf`;
  return reply
    .type("application/pdf")
    .header("content-disposition", `attachment; filename="${fileName}"`)
    .send(Buffer.from(bytes));
}
