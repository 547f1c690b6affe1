import type { IncidentView } from "../../api/health-views.ts";
import type { NoticesView, TrailCheckView, TrailView } from "../../api/trail-views.ts";
import { get, post } from "../api-client.ts";

export function fetchTrail(search: URLSearchParams): Promise<TrailView> {
  return get(`/api/v1/trail?${search}`);
}

export function checkTrail(): Promise<TrailCheckView> {
  return post("/api/v1/trail/check", {});
}

/** Where the whole trail can be downloaded. */
export function trailFile(form: "csv" | "jsonl"): string {
  return `/api/v1/trail/export?form=${form}`;
}

export function fetchNotices(): Promise<NoticesView> {
  return get("/api/v1/notices");
}

export function noticeDone(id: string): Promise<NoticesView> {
  return post(`/api/v1/notices/${encodeURIComponent(id)}/done`, {});
}

export function fetchIncidents(): Promise<readonly IncidentView[]> {
  return get("/api/v1/incidents");
}

/** Writes beside an incident what was found or done. */
export function noteIncident(id: string, text: string): Promise<readonly IncidentView[]> {
  return post(`/api/v1/incidents/${encodeURIComponent(id)}/notes`, { text });
}

export function sendNoticeAgain(deliveryId: string): Promise<NoticesView> {
  return post(`/api/v1/notices/deliveries/${encodeURIComponent(deliveryId)}/again`, {});
}
