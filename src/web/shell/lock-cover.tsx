import { useState } from "preact/hooks";
import type { SessionView } from "../../api/people-views.ts";
import { LampStrip } from "./lamp-strip.tsx";
import { Modal } from "./modal.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { sessionStore } from "./use-session.ts";

/** Over the pages while the session is locked or has ended: hides them and keeps them as they were. */
export function LockCover(props: { session: SessionView; kept: SessionView | null }) {
  const person = props.session.person ?? props.kept?.person ?? null;
  const name = person?.name ?? "somebody";
  const locked = props.session.state === "locked";
  const [somebodyElse, setSomebodyElse] = useState(false);
  const who = somebodyElse ? {} : { who: name };
  return (
    <Modal
      title={locked ? `Locked: ${name}` : `The session of ${name} has ended`}
      class="lock-cover"
      onClose={null}
    >
      <SignInForm
        key={String(somebodyElse)}
        {...who}
        hint={
          somebodyElse
            ? `Plates are captured all the same. When somebody else signs in, what ${name} typed and did not save is gone.`
            : `Plates are captured all the same. Behind this the page of ${name} is as it was.`
        }
        action={locked && !somebodyElse ? "Unlock" : "Sign in"}
        onSubmit={(request) => sessionStore.signIn(request)}
      />
      <div class="actions">
        <button type="button" onClick={() => setSomebodyElse(!somebodyElse)}>
          {somebodyElse ? `I am ${name}` : "I am somebody else"}
        </button>
        <button type="button" onClick={() => void sessionStore.signOut()}>
          Sign {name} out
        </button>
      </div>
      <LampStrip />
    </Modal>
  );
}
