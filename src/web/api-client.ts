import type { ErrorView } from "../api/views.ts";

/** What the server refused, in its own words. */
export class RequestRefused extends Error {
  /** As in the table of errors; null when the server said nothing at all. */
  readonly code: string | null;
  readonly remedy: string;
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** What the server adds for programs, e.g. which fields are wrong. */
  readonly detail: Readonly<Record<string, unknown>>;
  /** So long it refuses the same again; null when it does not say. */
  readonly retryAfterMs: number | null;

  constructor(
    code: string | null,
    message: string,
    remedy: string,
    answer: {
      readonly status?: number;
      readonly detail?: Readonly<Record<string, unknown>>;
      readonly retryAfterMs?: number | null;
    } = {},
  ) {
    super(message);
    this.name = "RequestRefused";
    this.code = code;
    this.remedy = remedy;
    this.status = answer.status ?? null;
    this.detail = answer.detail ?? {};
    this.retryAfterMs = answer.retryAfterMs ?? null;
  }
}

/** What travels with one request beside its body. */
export interface Sending {
  /** Id of a supervisor's authorisation, as `useAuthorised` hands it over. */
  readonly authorisation?: string;
}

type Method = "POST" | "PUT" | "DELETE";

/**
 * Called at each 401 that is not about a password just typed; resolves when somebody is signed in (again).
 * The session store sets it, so that nothing here knows of sessions.
 */
type SignInAsker = () => Promise<void>;

let askSignIn: SignInAsker | null = null;

export function setSignInAsker(asker: SignInAsker): void {
  askSignIn = asker;
}

/**
 * A question below `/api/v1`, as a full path. When nobody is signed in or the session is locked, it waits until
 * somebody is signed in and asks again: looking does nothing.
 */
export async function get<View>(url: string, signal?: AbortSignal): Promise<View> {
  const response = await getResponse(url, signal);
  return (await response.json()) as View;
}

/** As `get`, for answers with headers that matter and for files. */
export async function getResponse(url: string, signal?: AbortSignal): Promise<Response> {
  const init = signal === undefined ? {} : { signal };
  try {
    return await request(url, init);
  } catch (error) {
    if (!(error instanceof RequestRefused) || error.status !== 401 || askSignIn === null) {
      throw error;
    }
    await askSignIn();
    return request(url, init);
  }
}

/**
 * An order, as a full path. When nobody is signed in it is refused and the sign-in screen comes up; who sends it again
 * is for a person to decide, not for the page.
 */
export function post<View>(url: string, body: unknown, sending: Sending = {}): Promise<View> {
  return order("POST", url, body, sending);
}

export function put<View>(url: string, body: unknown, sending: Sending = {}): Promise<View> {
  return order("PUT", url, body, sending);
}

async function order<View>(
  method: Method,
  url: string,
  body: unknown,
  sending: Sending,
): Promise<View> {
  const { authorisation } = sending;
  try {
    const response = await request(url, {
      method,
      headers: {
        "content-type": "application/json",
        ...(authorisation === undefined ? {} : { "platewarden-authorisation": authorisation }),
      },
      body: JSON.stringify(body),
    });
    return (response.status === 204 ? null : await response.json()) as View;
  } catch (error) {
    if (error instanceof RequestRefused && isAboutSession(error)) void askSignIn?.();
    throw error;
  }
}

/** Also 401: a password or PIN that was typed wrong while the session is as it was. */
function isAboutSession({ code, status }: RequestRefused): boolean {
  return status === 401 && code !== null && SESSION_GONE.has(code);
}

const SESSION_GONE: ReadonlySet<string> = new Set([
  "NOT_SIGNED_IN",
  "SESSION_LOCKED",
  "SESSION_ENDED",
]);

/** Throws a RequestRefused for every answer that is no success and when there is none. */
export async function request(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
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
  const { status } = response;
  const retryAfterS = Number(response.headers.get("retry-after") ?? Number.NaN);
  const retryAfterMs = Number.isFinite(retryAfterS) ? retryAfterS * 1000 : null;
  try {
    const { error } = (await response.json()) as ErrorView;
    const detail = typeof error.detail === "object" ? { ...error.detail } : {};
    const answer = { status, detail, retryAfterMs };
    return new RequestRefused(error.code, error.message, error.remedy, answer);
  } catch {
    return new RequestRefused(
      null,
      `The server answered with status ${status} and no explanation.`,
      "Load the page again. If it stays, tell whoever looks after Platewarden.",
      { status, retryAfterMs },
    );
  }
}
