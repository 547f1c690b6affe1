import type {
  ChooseReadingRequest,
  PreviewRequest,
  PreviewView,
  ReviewMaskRequest,
  ReviewView,
  RevokeRequest,
  SayTurnRequest,
  SignRequest,
  WorklistView,
} from "../../api/review-views.ts";
import type { TrailEntryView } from "../../api/trail-views.ts";
import { get, post, type Sending } from "../api-client.ts";

/** A page of the plates that fit; `asked` as `askedWith` gives it, `cursor` as `next` of the page before. */
export function fetchWorklistPage(
  asked: string,
  page: { readonly cursor?: string | null; readonly limit?: number },
): Promise<WorklistView> {
  const search = new URLSearchParams(asked);
  if (page.cursor != null) search.set("cursor", page.cursor);
  if (page.limit !== undefined) search.set("limit", String(page.limit));
  return get(`/api/v1/worklist?${search}`);
}

/** Rows that have changed since. */
export function fetchWorklistChanges(after: number): Promise<WorklistView> {
  return get(`/api/v1/worklist?after=${after}`);
}

/** The row of one plate, by its id or barcode. Refused with PLATE_UNKNOWN. */
export function fetchWorklistPlate(plate: string): Promise<WorklistView> {
  return get(`/api/v1/worklist?plate=${encodeURIComponent(plate)}`);
}

export function fetchReview(plateId: string): Promise<ReviewView> {
  return get(`${plateUrl(plateId)}/review`);
}

/** Newest first. Whoever asks has then seen them, which a signature needs. */
export function openTrail(plateId: string): Promise<readonly TrailEntryView[]> {
  return get(`${plateUrl(plateId)}/trail`);
}

/** What would come of a change; nothing is stored. */
export function previewChange(plateId: string, change: PreviewRequest): Promise<PreviewView> {
  return post(`${plateUrl(plateId)}/review/preview`, change);
}

export function maskWells(
  plateId: string,
  body: ReviewMaskRequest,
  sending: Sending,
): Promise<ReviewView> {
  return post(`${plateUrl(plateId)}/review/masks`, body, sending);
}

export function chooseReading(
  plateId: string,
  body: ChooseReadingRequest,
  sending: Sending,
): Promise<ReviewView> {
  return post(`${plateUrl(plateId)}/review/choice`, body, sending);
}

export function sayTurn(
  plateId: string,
  body: SayTurnRequest,
  sending: Sending,
): Promise<ReviewView> {
  return post(`${plateUrl(plateId)}/review/turn`, body, sending);
}

export function addComment(plateId: string, text: string): Promise<ReviewView> {
  return post(`${plateUrl(plateId)}/review/comments`, { text });
}

export function signPlate(plateId: string, body: SignRequest): Promise<ReviewView> {
  return post(`${plateUrl(plateId)}/review/signatures`, body);
}

export function revokeSignature(plateId: string, body: RevokeRequest): Promise<ReviewView> {
  return post(`${plateUrl(plateId)}/review/revocations`, body);
}

export function plateReportUrl(plateId: string): string {
  return `${plateUrl(plateId)}/report.pdf`;
}

function plateUrl(plateId: string): string {
  return `/api/v1/plates/${encodeURIComponent(plateId)}`;
}
