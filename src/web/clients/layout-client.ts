import type {
  CheckLayoutRequest,
  DrawnLayoutRequest,
  DrawnLayoutView,
  ImportedLayoutView,
  ImportLayoutRequest,
  LayoutCheckView,
  LayoutListView,
  LayoutSummaryView,
  LayoutTextView,
  SaveLayoutRequest,
} from "../../api/layout-views.ts";
import { get, post, type Sending } from "../api-client.ts";

export function fetchLayouts(): Promise<LayoutListView> {
  return get("/api/v1/layouts");
}

export function fetchLayout(id: string, revision: number): Promise<LayoutTextView> {
  return get(`/api/v1/layouts/${encodeURIComponent(id)}/${revision}`);
}

export function checkLayout(body: CheckLayoutRequest): Promise<LayoutCheckView> {
  return post("/api/v1/layouts/check", body);
}

export function drawLayout(body: DrawnLayoutRequest): Promise<DrawnLayoutView> {
  return post("/api/v1/layouts/draw", body);
}

export function importLayout(body: ImportLayoutRequest): Promise<ImportedLayoutView> {
  return post("/api/v1/layouts/import", body);
}

export function saveLayout(body: SaveLayoutRequest, sending: Sending): Promise<LayoutSummaryView> {
  return post("/api/v1/layouts", body, sending);
}
