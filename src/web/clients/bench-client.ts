import type {
  AssignReadingRequest,
  PlateSummaryView,
  QuarantineView,
  RunView,
  ScanView,
  StartRunRequest,
} from "../../api/views.ts";
import { get, post, type Sending } from "../api-client.ts";

export function fetchScan(barcode: string): Promise<ScanView> {
  return get(`/api/v1/scan/${encodeURIComponent(barcode)}`);
}

export function startRun(body: StartRunRequest): Promise<RunView> {
  return post("/api/v1/runs", body);
}

export function cancelRun(runId: string): Promise<RunView> {
  return post(`/api/v1/runs/${encodeURIComponent(runId)}/cancel`, {});
}

export function assignReading(id: string, body: AssignReadingRequest): Promise<PlateSummaryView> {
  return post(`/api/v1/readings/${encodeURIComponent(id)}/assign`, body);
}

/** Reads a file in quarantine again; answers with what is in quarantine now. */
export function retryDocument(documentSha256: string): Promise<readonly QuarantineView[]> {
  return post(`/api/v1/quarantine/${documentSha256}/retry`, {});
}

/** Takes a file out of quarantine for good; answers with what is in quarantine now. */
export function dismissDocument(
  documentSha256: string,
  body: { readonly reason: string },
  sending: Sending,
): Promise<readonly QuarantineView[]> {
  return post(`/api/v1/quarantine/${documentSha256}/dismiss`, body, sending);
}
