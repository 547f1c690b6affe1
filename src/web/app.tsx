import { useEffect } from "preact/hooks";
import type { BenchStore } from "./live/bench-store.ts";
import { LockCover } from "./shell/lock-cover.tsx";
import { OwnPasswordEntrance } from "./shell/own-password-entrance.tsx";
import { SetUpEntrance } from "./shell/set-up-entrance.tsx";
import { SignInEntrance } from "./shell/sign-in-entrance.tsx";
import { SignInPrompt } from "./shell/sign-in-prompt.tsx";
import { SignedInPages } from "./shell/signed-in-pages.tsx";
import { sessionStore, useSessionState } from "./shell/use-session.ts";
import { WaitingForServer } from "./shell/waiting-for-server.tsx";

/** What the session allows: an entrance, or the pages, which stay as they are behind the lock. */
export function App(props: { store: BenchStore }) {
  const { session, kept, problem, generation, prompt } = useSessionState();
  const open = session?.state === "signed-in";
  useEffect(() => {
    // The pages have titles of their own; behind the lock even a barcode is too much.
    if (!open) document.title = "Platewarden";
  }, [open]);
  if (session === null) {
    return <WaitingForServer problem={problem} onRetry={() => void sessionStore.refresh()} />;
  }
  if (session.state === "set-up") return <SetUpEntrance />;
  if (open && session.mustChangePassword) return <OwnPasswordEntrance session={session} />;
  if (kept === null && session.state === "signed-out") return <SignInEntrance />;
  return (
    <>
      {kept === null ? null : (
        <SignedInPages key={generation} store={props.store} session={kept} covered={!open} />
      )}
      {open ? null : <LockCover session={session} kept={kept} />}
      {prompt === null || !open ? null : <SignInPrompt badge={prompt.badge} />}
    </>
  );
}
