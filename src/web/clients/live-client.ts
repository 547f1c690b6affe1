/** What is fetched again and again while the page follows the bench. */
import type { BenchView, PlateView } from "../../api/views.ts";
import { get, getResponse } from "../api-client.ts";

/** The bench, and how far this computer's clock is behind the server's in ms (to whole seconds). */
export async function fetchBench(): Promise<{ bench: BenchView; clockOffsetMs: number }> {
  const response = await getResponse("/api/v1/bench");
  const serverTime = Date.parse(response.headers.get("date") ?? "");
  const offset = serverTime - Date.now();
  const bench = (await response.json()) as BenchView;
  return { bench, clockOffsetMs: Math.abs(offset) > 2000 ? offset : 0 };
}

export function fetchPlate(plateId: string): Promise<PlateView> {
  return get(`/api/v1/plates/${encodeURIComponent(plateId)}`);
}
