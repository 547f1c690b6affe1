import { parseWellName, type WellName } from "../domain/well.ts";

export type Route =
  | { readonly page: "bench" }
  | { readonly page: "plate"; readonly plateId: string; readonly well: WellName | null };

/** Reads the part of the address after `#`: `/plates/ID` or `/plates/ID/B3`; anything else is the bench. */
export function parseRoute(hash: string): Route {
  const [page, plateId, well] = hash.replace(/^#?\/?/, "").split("/");
  if (page !== "plates" || plateId === undefined || plateId === "") return { page: "bench" };
  return {
    page: "plate",
    plateId: decode(plateId),
    well: well === undefined ? null : parseWellName(well),
  };
}

export function plateAddress(plateId: string, well?: WellName): string {
  const plate = `#/plates/${encodeURIComponent(plateId)}`;
  return well === undefined ? plate : `${plate}/${well}`;
}

/** A damaged escape is taken as it stands: the server then says that it knows no such plate. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
