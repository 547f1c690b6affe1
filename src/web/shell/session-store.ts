import type { SessionView, SignInRequest } from "../../api/people-views.ts";
import { RequestRefused } from "../api-client.ts";
import {
  fetchSession,
  keepSessionActive,
  lockSession,
  signIn,
  signOut,
} from "../clients/session-client.ts";

export interface SessionState {
  /** Null until the server has said. */
  readonly session: SessionView | null;
  /** The last session in which somebody was signed in, whose pages are kept behind the lock; null after signing out. */
  readonly kept: SessionView | null;
  /** Why the session is not known; null when it is, or was not asked for yet. */
  readonly problem: string | null;
  /** When the session locks unless somebody touches the page, in this computer's time; null when it does not. */
  readonly locksAtMs: number | null;
  /** Changes when somebody else takes over, so that what one person has begun is not sent by another. */
  readonly generation: number;
  /** Somebody wants to sign in over the page as it is; `badge` when it has been scanned already. */
  readonly prompt: { readonly badge: string | null } | null;
}

export interface SessionStore {
  readonly current: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks the server; throws nothing: what went wrong is in `problem`. */
  readonly refresh: () => Promise<void>;
  /** Rejects with a RequestRefused. With `keepPage` the page stays as it is, whoever signs in. */
  readonly signIn: (request: SignInRequest, keepPage?: boolean) => Promise<void>;
  /** Hides the page at once and forgets it; the server is told now, or as soon as it answers. */
  readonly signOut: () => Promise<void>;
  /** Hides the page at once; the server is told now, or as soon as it answers. */
  readonly lock: () => Promise<void>;
  /** Takes what the server said of the session after another order. */
  readonly accept: (session: SessionView) => void;
  /** Somebody touches the page. */
  readonly touch: () => void;
  /** Resolves when somebody is signed in, after asking the server; rejects when it does not answer. */
  readonly untilSignedIn: () => Promise<void>;
  readonly showSignIn: (badge?: string) => void;
  readonly hideSignIn: () => void;
}

/** So often at most the server is told that somebody is at the page. */
const ACTIVE_EVERY_MS = 30_000;
/** Close to the lock it is told at each touch, but not more often than this. */
const ACTIVE_LATE_MS = 3_000;
/** Within so long before the lock the page warns. */
export const LOCK_WARNING_MS = 30_000;
/** After the time of the lock the server is asked; not more often than this. */
const ASK_AGAIN_MS = 2_000;

/**
 * Holds who is signed in. The page locks when the server says so, when somebody locks it, and by itself when the time
 * is over and the server cannot be asked. Tabs of one browser tell each other.
 */
export function createSessionStore(): SessionStore {
  let state: SessionState = {
    session: null,
    kept: null,
    problem: null,
    locksAtMs: null,
    generation: 0,
    prompt: null,
  };
  const listeners = new Set<() => void>();
  const otherTabs = new BroadcastChannel("platewarden-session");
  let asking: Promise<void> | null = null;
  let activeSentMs = 0;
  let telling: Promise<void> = Promise.resolve();
  /** What the server has still to be told: until it knows, it would take the hidden page for an open one. */
  let owed: (() => Promise<SessionView>) | null = null;
  let lockTimer = 0;

  const change = (part: Partial<SessionState>): void => {
    state = { ...state, ...part };
    for (const listener of listeners) listener();
  };

  const accept = (session: SessionView, keepPage = false): void => {
    const works = session.state === "signed-in" && !session.mustChangePassword;
    const before = state.kept?.person?.id ?? session.person?.id;
    const takenOver = works && before !== session.person?.id && !keepPage;
    change({
      session,
      kept: works ? session : state.kept,
      problem: null,
      locksAtMs: lockTimeOf(session),
      generation: state.generation + (takenOver ? 1 : 0),
      prompt: session.state === "signed-in" ? state.prompt : null,
    });
    waitForLock();
  };

  const waitForLock = (): void => {
    clearTimeout(lockTimer);
    if (state.locksAtMs === null) return;
    lockTimer = setTimeout(askAtLock, Math.max(ASK_AGAIN_MS, state.locksAtMs - Date.now()));
  };

  /** Another tab may have been used meanwhile: the server knows. */
  const askAtLock = (): void => {
    void refresh().then(() => {
      const { problem, session, locksAtMs } = state;
      if (problem === null || session?.state !== "signed-in") return;
      if (locksAtMs !== null && locksAtMs <= Date.now()) hide();
      else waitForLock();
    });
  };

  const hide = (): void => {
    clearTimeout(lockTimer);
    if (state.session?.state !== "signed-in") return;
    change({
      session: { ...state.session, state: "locked" },
      locksAtMs: null,
      prompt: null,
    });
  };

  const refresh = (): Promise<void> => {
    asking ??= ask().finally(() => {
      asking = null;
    });
    return asking;
  };

  const ask = async (): Promise<void> => {
    try {
      let order = owed ?? fetchSession;
      let session = await order();
      // What was ordered while the answer was on its way comes before it.
      while (owed !== null && owed !== order) {
        order = owed;
        session = await order();
      }
      owed = null;
      accept(session);
    } catch (error) {
      if (owed !== null) setTimeout(() => void refresh(), ASK_AGAIN_MS);
      change({ problem: error instanceof Error ? error.message : String(error) });
    }
  };

  /** Hides the page at once; the server is told now, or as soon as it answers. */
  const hideAndTell = async (order: () => Promise<SessionView>): Promise<void> => {
    hide();
    owed = order;
    // Which would be refused after the lock.
    await telling;
    await refresh();
  };

  /** Nothing of the page is kept: somebody has left on purpose. */
  const forgetPage = (): void => {
    if (state.session?.state === "signed-out") change({ kept: null });
  };

  const tellTabs = (what: "changed" | "left"): void => otherTabs.postMessage(what);
  otherTabs.addEventListener("message", ({ data }: MessageEvent<string>) => {
    void refresh().then(() => data === "left" && forgetPage());
  });

  return {
    current: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh,
    accept: (session) => accept(session),
    signIn: async (request, keepPage) => {
      const session = await signIn(request);
      owed = null;
      accept(session, keepPage);
      change({ prompt: null });
      tellTabs("changed");
    },
    signOut: async () => {
      const told = hideAndTell(signOut);
      change({ kept: null });
      await told;
      tellTabs("left");
    },
    lock: async () => {
      await hideAndTell(lockSession);
      tellTabs("changed");
    },
    touch: () => {
      if (state.session?.state !== "signed-in") return;
      const nowMs = Date.now();
      const late = state.locksAtMs !== null && state.locksAtMs - nowMs < 2 * LOCK_WARNING_MS;
      if (nowMs - activeSentMs < (late ? ACTIVE_LATE_MS : ACTIVE_EVERY_MS)) return;
      activeSentMs = nowMs;
      telling = keepSessionActive().then((session) => {
        if (state.session?.state === "signed-in") accept(session);
      }, refresh);
    },
    untilSignedIn: async () => {
      await refresh();
      if (state.problem !== null) {
        throw new RequestRefused(
          null,
          state.problem,
          "Repeat it when the page is connected again.",
        );
      }
      if (state.session?.state === "signed-in") return;
      await new Promise<void>((resolve) => {
        const listener = (): void => {
          if (state.session?.state !== "signed-in") return;
          listeners.delete(listener);
          resolve();
        };
        listeners.add(listener);
      });
    },
    showSignIn: (badge) => change({ prompt: { badge: badge ?? null } }),
    hideSignIn: () => change({ prompt: null }),
  };
}

function lockTimeOf(session: SessionView): number | null {
  if (session.state !== "signed-in" || session.locksAtUtc === null) return null;
  return Date.parse(session.locksAtUtc);
}
