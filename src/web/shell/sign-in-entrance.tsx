import type { ComponentChildren } from "preact";
import { LampStrip } from "./lamp-strip.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { sessionStore } from "./use-session.ts";

/** A page of its own before anybody is signed in. */
export function Entrance(props: { title: string; children: ComponentChildren }) {
  return (
    <main class="entrance">
      <p class="entrance-brand">
        <img src="/plate.svg" alt="" width="48" height="48" /> Platewarden
      </p>
      <section class="entrance-card" aria-labelledby="entrance-title">
        <h1 id="entrance-title">{props.title}</h1>
        {props.children}
      </section>
    </main>
  );
}

export function SignInEntrance() {
  return (
    <Entrance title="Sign in">
      <SignInForm
        action="Sign in"
        hint="A badge with its PIN is enough at the bench. Reviewing, signing and administration need the password. Plates are captured whether or not somebody is signed in."
        onSubmit={(request) => sessionStore.signIn(request)}
      />
      <LampStrip />
    </Entrance>
  );
}
