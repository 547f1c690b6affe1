import { useEffect, useRef, useState } from "preact/hooks";
import type { SignInRequest } from "../../api/people-views.ts";
import { RequestRefused } from "../api-client.ts";
import { formatDuration } from "../format.ts";
import { useNow } from "../live/use-now.ts";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { SecretField } from "../parts/secret-field.tsx";
import { isScan, type Keystroke, signInRequestOf } from "./sign-in-request.ts";

/**
 * Who somebody is: a scanned badge or a typed name, then PIN or password. By keyboard alone: Enter goes on, a scanner's
 * Enter as well. A badge scanned into the second field becomes the first. After a refusal that tells how long to wait,
 * the seconds count down.
 */
export function SignInForm(props: {
  /** Stands in the first field to begin with. */
  who?: string;
  /** Label of the second field. */
  secretLabel?: string;
  /** What the button says. */
  action: string;
  /** Stands where a message will stand. */
  hint?: string;
  /** Rejects with what the server refused. */
  onSubmit: (request: SignInRequest) => Promise<unknown>;
}) {
  const [who, setWho] = useState(props.who ?? "");
  const [secret, setSecret] = useState("");
  const [message, setMessage] = useState<Message | null>(null);
  const [busy, setBusy] = useState(false);
  const [waitUntilMs, setWaitUntilMs] = useState(0);
  const whoField = useRef<HTMLInputElement>(null);
  const secretField = useRef<HTMLInputElement>(null);
  const keys = useRef<Keystroke[]>([]);
  const nowMs = useNow(waitUntilMs > Date.now());
  const waitMs = waitUntilMs - nowMs;

  useEffect(() => {
    (props.who === undefined ? whoField : secretField).current?.focus();
  }, [props.who]);

  const submit = async (): Promise<void> => {
    if (busy || waitMs > 0) return;
    if (who.trim() === "") return whoField.current?.focus();
    if (secret === "") return secretField.current?.focus();
    setBusy(true);
    setMessage(null);
    try {
      await props.onSubmit(signInRequestOf(who, secret));
      setSecret("");
    } catch (error) {
      setMessage(refusal(error));
      setSecret("");
      if (error instanceof RequestRefused && error.retryAfterMs !== null) {
        setWaitUntilMs(Date.now() + error.retryAfterMs);
      }
      secretField.current?.focus();
    }
    setBusy(false);
  };

  /** A badge scanned where a password is asked for would otherwise count as a wrong one. */
  const takeScan = (event: KeyboardEvent): void => {
    const atMs = event.timeStamp;
    const last = keys.current.at(-1);
    if (last !== undefined && atMs - last.atMs > 500) keys.current = [];
    keys.current = [...keys.current, { key: event.key, atMs }].slice(-80);
    if (event.key !== "Enter" || !isScan(keys.current) || secret === "") return;
    event.preventDefault();
    keys.current = [];
    setWho(secret);
    setSecret("");
    setMessage({
      tone: "good",
      text: "Badge scanned.",
      remedy: "Now the PIN. If it was a password, type it more slowly and put the name above back.",
    });
  };

  return (
    <form
      class="sign-in"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <WhoField value={who} inputRef={whoField} onInput={setWho} />
      <SecretField
        name="secret"
        label={props.secretLabel ?? "Password, or the badge’s PIN"}
        value={secret}
        autoComplete="current-password"
        inputRef={secretField}
        onInput={setSecret}
        onKeyDown={takeScan}
      />
      <Notice message={message}>
        {props.hint === undefined ? null : <span class="entrance-hint">{props.hint}</span>}
      </Notice>
      <button class="primary" type="submit" aria-disabled={busy || waitMs > 0}>
        {waitMs > 0 ? `Wait ${formatDuration(waitMs)}` : busy ? "One moment …" : props.action}
      </button>
    </form>
  );
}

function WhoField(props: {
  value: string;
  inputRef: { current: HTMLInputElement | null };
  onInput: (value: string) => void;
}) {
  return (
    <div class="field">
      <label for="sign-in-who">Badge or name</label>
      <input
        ref={props.inputRef}
        id="sign-in-who"
        name="who"
        value={props.value}
        maxLength={200}
        autocomplete="username"
        autocapitalize="off"
        spellcheck={false}
        placeholder="Scan your badge or type your name"
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <span class="field-problem" />
    </div>
  );
}
