/** What those who look after the bench see of it. */

/** Whether the daemon does its work, part by part. */
export interface HealthView {
  /** degraded: plates are captured, somebody should see to something; failing: plates cannot be captured or kept. */
  readonly status: "ok" | "degraded" | "failing";
  /** False until everything has been recovered and every reader is worked on. */
  readonly ready: boolean;
  readonly program: { readonly version: string; readonly startedAtUtc: string };
  readonly parts: readonly HealthPartView[];
  /** What the bench page shows; empty for who is not signed in. */
  readonly problems: readonly string[];
}

export interface HealthPartView {
  /** `store`, `disk`, `reader bench-1`. */
  readonly part: string;
  readonly state: "ok" | "degraded" | "failing";
  /** Stable word for what is wrong; `ok` where nothing is. */
  readonly code: string;
  /** What is wrong; null where nothing is, and for who is not signed in. */
  readonly sentence: string | null;
  /** What to do; null where the sentence says it, and for who is not signed in. */
  readonly remedy: string | null;
  readonly sinceUtc: string | null;
}

/** Something that went wrong with the bench itself. */
export interface IncidentView {
  readonly id: string;
  readonly part: string;
  readonly code: string;
  readonly sentence: string;
  readonly beganAtUtc: string;
  /** When the daemon noticed; later than its beginning where nothing could be stored, or nothing ran. */
  readonly noticedAtUtc: string;
  /** Null while it lasts. */
  readonly endedAtUtc: string | null;
  /** What ended it; null while it lasts. */
  readonly endSentence: string | null;
  readonly notes: readonly IncidentNoteView[];
}

export interface IncidentNoteView {
  readonly text: string;
  readonly by: string;
  readonly atUtc: string;
}

export interface HealthService {
  health(): HealthView;
}

export interface IncidentService {
  /** Newest first. */
  incidents(limit: number): readonly IncidentView[];
  /** Throws INCIDENT_UNKNOWN. */
  note(incidentId: string, text: string, by: string): readonly IncidentView[];
}

export interface MetricsSource {
  readonly contentType: string;
  /** True where programs on this computer need no token. */
  readonly openOnLoopback: boolean;
  text(): Promise<string>;
}
