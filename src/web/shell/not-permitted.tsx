import type { SessionView } from "../../api/people-views.ts";
import { showSignIn } from "./use-session.ts";

/** In the place of a page that this person may not see. */
export function NotPermitted({ session, title }: { session: SessionView; title: string }) {
  const badge = session.method === "badge";
  return (
    <main class="not-permitted">
      <h1>{title}</h1>
      <p>
        {badge
          ? "A badge is for the bench only; this page needs your password."
          : `The role ${session.person?.role ?? ""} does not have this page. Somebody who has it can sign in here, or an administrator can change the role.`}
      </p>
      <div class="actions">
        <button
          type="button"
          class="primary"
          onClick={() => showSignIn(badge ? session.person?.name : undefined)}
        >
          {badge ? "Sign in with the password" : "Sign in as somebody else"}
        </button>
        <a class="button" href="#/">
          To the bench
        </a>
      </div>
    </main>
  );
}
