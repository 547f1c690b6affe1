import type { RawSource } from "../../src/api/plate-raw.ts";

/** The same few bytes for every plate. */
export const fakeRaw: RawSource = {
  ofPlate: (idOrBarcode) => ({
    name: `${idOrBarcode} raw.txt`,
    mediaType: "application/octet-stream",
    bytes: Buffer.from("0.123 0.456\r\n"),
  }),
};
