import type {
  AssignReadingRequest,
  BenchView,
  ErrorView,
  MaskRequest,
  PlateSummaryView,
  PlateView,
  QuarantineView,
  RunView,
  ScanView,
  StartRunRequest,
} from "../api/views.ts";

/** What the server refused, in its own words. */
export class RequestRefused extends Error {
  /** As in the table of errors; null when the server said nothing at all. */
  readonly code: string | null;
  readonly remedy: string;

  constructor(code: string | null, message: string, remedy: string) {
    super(message);
    this.name = "RequestRefused";
    this.code = code;
    this.remedy = remedy;
  }
}

/** The bench, and how far this computer's clock is behind the server's in ms (to whole seconds). */
export async function fetchBench(): Promise<{ bench: BenchView; clockOffsetMs: number }> {
  const response = await request("/api/v1/bench");
  const serverTime = Date.parse(response.headers.get("date") ?? "");
  const offset = serverTime - Date.now();
  const bench = (await response.json()) as BenchView;
  return { bench, clockOffsetMs: Math.abs(offset) > 2000 ? offset : 0 };
}

export function fetchPlate(plateId: string): Promise<PlateView> {
  return get(`/api/v1/plates/${encodeURIComponent(plateId)}`);
}

export function fetchScan(barcode: string): Promise<ScanView> {
  return get(`/api/v1/scan/${encodeURIComponent(barcode)}`);
}

export function startRun(body: StartRunRequest): Promise<RunView> {
  return post("/api/v1/runs", body);
}

export function cancelRun(runId: string, by: string): Promise<RunView> {
  return post(`/api/v1/runs/${encodeURIComponent(runId)}/cancel`, { by });
}

export function assignReading(id: string, body: AssignReadingRequest): Promise<PlateSummaryView> {
  return post(`/api/v1/readings/${encodeURIComponent(id)}/assign`, body);
}

/** Reads a file in quarantine again; answers with what is in quarantine now. */
export function retryDocument(
  documentSha256: string,
  body: { readonly by: string },
): Promise<readonly QuarantineView[]> {
  return post(`/api/v1/quarantine/${documentSha256}/retry`, body);
}

/** Takes a file out of quarantine for good; answers with what is in quarantine now. */
export function dismissDocument(
  documentSha256: string,
  body: { readonly by: string; readonly reason: string },
): Promise<readonly QuarantineView[]> {
  return post(`/api/v1/quarantine/${documentSha256}/dismiss`, body);
}

export function addMask(plateId: string, body: MaskRequest): Promise<PlateView> {
  return post(`/api/v1/plates/${encodeURIComponent(plateId)}/masks`, body);
}

export function removeMask(plateId: string, body: MaskRequest): Promise<PlateView> {
  return post(`/api/v1/plates/${encodeURIComponent(plateId)}/masks/remove`, body);
}

async function get<View>(url: string): Promise<View> {
  const response = await request(url);
  return (await response.json()) as View;
}

async function post<View>(url: string, body: unknown): Promise<View> {
  const response = await request(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await response.json()) as View;
}

async function request(url: string, init?: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch {
    throw new RequestRefused(
      null,
      "The bench computer's program does not answer.",
      "Wait until the page says that it is connected again, then repeat; nothing was done.",
    );
  }
  if (response.ok) return response;
  throw await refusalOf(response);
}

async function refusalOf(response: Response): Promise<RequestRefused> {
  try {
    const { error } = (await response.json()) as ErrorView;
    return new RequestRefused(error.code, error.message, error.remedy);
  } catch {
    return new RequestRefused(
      null,
      `The server answered with status ${response.status} and no explanation.`,
      "Load the page again. If it stays, tell whoever looks after Platewarden.",
    );
  }
}
