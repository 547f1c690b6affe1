import type { SessionView } from "../../api/people-views.ts";
import { ChangePasswordForm } from "./change-password-form.tsx";
import { Entrance } from "./sign-in-entrance.tsx";
import { sessionStore } from "./use-session.ts";

/** After the first sign-in with a password that an administrator has set. */
export function OwnPasswordEntrance({ session }: { session: SessionView }) {
  return (
    <Entrance title="Choose a password of your own">
      <p>
        Welcome, {session.person?.name}. The password so far was set by an administrator; from now
        on only you shall know yours.
      </p>
      <ChangePasswordForm />
      <button type="button" onClick={() => void sessionStore.signOut()}>
        Sign out
      </button>
    </Entrance>
  );
}
