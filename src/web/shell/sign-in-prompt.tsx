import { Modal } from "./modal.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { sessionStore } from "./use-session.ts";

/** Over the page as it is: somebody scanned a badge or wants to sign in with the password. */
export function SignInPrompt({ badge }: { badge: string | null }) {
  const who = badge === null ? {} : { who: badge };
  return (
    <Modal title="Who works here now?" onClose={() => sessionStore.hideSignIn()}>
      <SignInForm
        {...who}
        action="Sign in"
        onSubmit={(request) => sessionStore.signIn(request, true)}
      />
      <button type="button" onClick={() => sessionStore.hideSignIn()}>
        Cancel
      </button>
    </Modal>
  );
}
