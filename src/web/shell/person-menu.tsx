import { useEffect, useRef, useState } from "preact/hooks";
import type { SessionView } from "../../api/people-views.ts";
import { Icon } from "../parts/icon.tsx";
import { pageAddress } from "../route.ts";
import { sessionStore, showSignIn } from "./use-session.ts";

/** Who is signed in and how, with what they can do about it. */
export function PersonMenu(props: {
  session: SessionView;
  version: string | null;
  onShowShortcuts: () => void;
}) {
  const { person, method } = props.session;
  const [open, setOpen] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open) return;
    const closeOutside = (event: Event): void => {
      if (!(event.target instanceof Node) || !place.current?.contains(event.target)) setOpen(false);
    };
    const closeByKey = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      setOpen(false);
      button.current?.focus();
    };
    addEventListener("pointerdown", closeOutside);
    addEventListener("focusin", closeOutside);
    addEventListener("keydown", closeByKey);
    return () => {
      removeEventListener("keydown", closeByKey);
      removeEventListener("pointerdown", closeOutside);
      removeEventListener("focusin", closeOutside);
    };
  }, [open]);

  const choose = (act: () => void) => () => {
    setOpen(false);
    act();
  };

  return (
    <div ref={place} class="person">
      <button
        ref={button}
        type="button"
        class="person-button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span class="person-name">{person?.name}</span>
        <span class="person-role">
          {person?.role}
          {method === "badge" ? " · badge" : ""}
        </span>
      </button>
      <button
        type="button"
        class="lock-button"
        title="Lock the page; capture goes on (Alt + Shift + L)"
        onClick={() => void sessionStore.lock()}
      >
        <Icon name="lock" />
        <span class="unseen">Lock</span>
      </button>
      {open ? (
        <div class="person-choices">
          {method === "badge" ? (
            <button type="button" onClick={choose(() => showSignIn(person?.name))}>
              Sign in with the password
            </button>
          ) : null}
          <a href={pageAddress("account")} onClick={() => setOpen(false)}>
            Your account
          </a>
          <button type="button" onClick={choose(props.onShowShortcuts)}>
            Keys
          </button>
          <button type="button" onClick={choose(() => void sessionStore.signOut())}>
            Sign out
          </button>
          {props.version === null ? null : <span class="version">version {props.version}</span>}
        </div>
      ) : null}
    </div>
  );
}
