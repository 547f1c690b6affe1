import { fileNameFor } from "./file-name.ts";
import { plateRequest } from "./request-schemas.ts";
import { type AnyRoute, route } from "./route.ts";

/** What there is of a plate beside its view. */
export const plateRoutes: readonly AnyRoute[] = [
  route({
    operation: "plateRaw",
    method: "GET",
    path: "/plates/:id/raw",
    tag: "plates",
    summary:
      "What the plate was read from, byte for byte: the conversation with the reader, or the file.",
    needs: "look",
    request: plateRequest,
    answer: "application/octet-stream",
    handle: ({ services, parts: { params }, reply }) => {
      const { name, mediaType, bytes } = services.raw.ofPlate(params.id);
      return reply
        .type(mediaType)
        .header("content-disposition", `attachment; filename="${fileNameFor(name)}"`)
        .send(Buffer.from(bytes));
    },
  }),
];
