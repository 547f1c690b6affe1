import type { FastifyReply } from "fastify";
import { fileNameFor } from "./file-name.ts";
import { plateRequest, sampleRequest } from "./request-schemas.ts";
import { type AnyRoute, route } from "./route.ts";

/** Where printable reports come from: the bytes of PDF files. Throws PLATE_UNKNOWN or SAMPLE_UNKNOWN. */
export interface ReportSource {
  /** By id or barcode. */
  plate(idOrBarcode: string): Promise<Uint8Array>;
  sample(name: string): Promise<Uint8Array>;
}

/** Reports to download. */
export const reportRoutes: readonly AnyRoute[] = [
  route({
    operation: "plateReport",
    method: "GET",
    path: "/plates/:id/report.pdf",
    tag: "plates",
    summary: "The printable report of a plate.",
    needs: "look",
    request: plateRequest,
    answer: "application/pdf",
    handle: async ({ services, parts: { params }, reply }) =>
      answerPdf(reply, `plate-${params.id}`, await services.reports.plate(params.id)),
  }),
  route({
    operation: "sampleReport",
    method: "GET",
    path: "/samples/:name/report.pdf",
    tag: "plates",
    summary: "The printable report of a sample.",
    needs: "look",
    request: sampleRequest,
    answer: "application/pdf",
    handle: async ({ services, parts: { params }, reply }) =>
      answerPdf(reply, `sample-${params.name}`, await services.reports.sample(params.name)),
  }),
];

function answerPdf(reply: FastifyReply, name: string, bytes: Uint8Array): FastifyReply {
  const fileName = `${fileNameFor(name)}.pdf`;
  return reply
    .type("application/pdf")
    .header("content-disposition", `attachment; filename="${fileName}"`)
    .send(Buffer.from(bytes));
}
