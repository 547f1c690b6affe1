import type { SessionStore } from "./session-store.ts";

/** Tells the session that somebody is at the page: keys, and a pointer that was really moved. */
export function watchTouch(store: SessionStore): void {
  const touch = (): void => store.touch();
  const options = { capture: true, passive: true };
  for (const type of ["keydown", "pointerdown", "wheel"]) addEventListener(type, touch, options);
  addEventListener(
    "pointermove",
    // A page that moves under a pointer at rest tells of movement too.
    ({ movementX, movementY }) => {
      if (movementX !== 0 || movementY !== 0) touch();
    },
    options,
  );
  // A computer that slept has slept through the time of the lock.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void store.refresh();
  });
}
