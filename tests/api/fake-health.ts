import type { HealthPartView, HealthService, HealthView } from "../../src/api/health-views.ts";

export interface FakeHealth extends HealthService {
  /** This part is in trouble from now on. */
  fallIll(part: Partial<HealthPartView>): void;
  /** As before everything is recovered. */
  notReady(): void;
}

/** All is well until the test says otherwise. */
export function fakeHealth(): FakeHealth {
  let view: HealthView = {
    status: "ok",
    ready: true,
    program: { version: "0.1.0", startedAtUtc: "2025-03-14T03:41:30.000Z" },
    parts: [],
    problems: [],
  };
  return {
    health: () => view,
    fallIll: (told) => {
      const part: HealthPartView = {
        part: "disk",
        state: "degraded",
        code: "disk-low",
        sentence: "The disk is nearly full.",
        remedy: "Free space on it.",
        sinceUtc: "2025-03-14T10:00:00.000Z",
        ...told,
      };
      const { state, sentence } = part;
      view = { ...view, status: state, parts: [...view.parts, part], problems: [sentence ?? ""] };
    },
    notReady: () => {
      view = { ...view, ready: false };
    },
  };
}
