import { useEffect, useState } from "preact/hooks";
import type { SessionView } from "../../api/people-views.ts";
import type { Permission } from "../../domain/person.ts";
import { createSessionStore, type SessionState } from "./session-store.ts";

/** The one session of this page. */
export const sessionStore = createSessionStore();

/** Who is signed in; null until the server has said. */
export function useSession(): SessionView | null {
  return useSessionState().session;
}

export function useSessionState(): SessionState {
  const [state, setState] = useState(sessionStore.current);
  useEffect(() => {
    setState(sessionStore.current());
    return sessionStore.subscribe(() => setState(sessionStore.current()));
  }, []);
  return state;
}

export function mayI(session: SessionView | null, permission: Permission): boolean {
  return session?.state === "signed-in" && session.permissions.includes(permission);
}

/** Opens the question for password or PIN over the page, which stays as it is; with the badge that was scanned. */
export function showSignIn(badge?: string): void {
  sessionStore.showSignIn(badge);
}
