import { useEffect, useState } from "preact/hooks";
import { LOCK_WARNING_MS } from "./session-store.ts";
import { useSessionState } from "./use-session.ts";

/** Shortly before the page locks; any key or movement keeps it open. */
export function LockWarning() {
  const { session, locksAtMs } = useSessionState();
  const [leftMs, setLeftMs] = useState(Number.POSITIVE_INFINITY);
  useEffect(() => {
    if (locksAtMs === null || session?.state !== "signed-in")
      return setLeftMs(Number.POSITIVE_INFINITY);
    const look = (): void => setLeftMs(locksAtMs - Date.now());
    look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [locksAtMs, session?.state]);
  const shown = leftMs <= LOCK_WARNING_MS;
  return (
    <div class="lock-warning" role="status">
      {shown ? (
        <p class="tone-look">
          This page locks in {Math.max(0, Math.ceil(leftMs / 1000))} s. Touch a key to stay; capture
          goes on either way.
        </p>
      ) : null}
    </div>
  );
}
