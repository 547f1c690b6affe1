import { useEffect, useState } from "preact/hooks";
import { RequestRefused, type Sending } from "../api-client.ts";
import { authorise } from "../clients/session-client.ts";
import { Modal } from "./modal.tsx";
import { SignInForm } from "./sign-in-form.tsx";
import { useSession } from "./use-session.ts";

/** What a supervisor is asked to let happen. */
export interface Authorisable {
  /** For people, after “wants to”: `leave out B3 of plate PW-1`. */
  readonly what: string;
  /** What it is done to, as in the path of the request: the plate's id, the file's hash. */
  readonly subject: string;
}

type Authorised = <View>(
  what: Authorisable,
  send: (sending: Sending) => Promise<View>,
) => Promise<View>;

interface Question extends Authorisable {
  readonly operation: string;
  readonly answer: (authorisation: string | null) => void;
}

let ask: ((question: Question) => void) | null = null;

/**
 * Sends an order; when it is refused because this person may not do it and a supervisor can let it happen once, a
 * dialog asks a supervisor and it is sent once more with the authorisation. Whoever is signed in stays signed in.
 * Rejects with the first refusal when nobody authorises it, and with the second when it is refused again.
 */
export function useAuthorised(): Authorised {
  return sendAuthorised;
}

async function sendAuthorised<View>(
  what: Authorisable,
  send: (sending: Sending) => Promise<View>,
): Promise<View> {
  try {
    return await send({});
  } catch (error) {
    const operation = operationToAuthorise(error);
    if (operation === null || ask === null) throw error;
    const askNow = ask;
    const authorisation = await new Promise<string | null>((answer) => {
      askNow({ ...what, operation, answer });
    });
    if (authorisation === null) throw error;
    return send({ authorisation });
  }
}

/** The operation that a supervisor can let through; null when the refusal is of another kind. */
function operationToAuthorise(error: unknown): string | null {
  if (!(error instanceof RequestRefused) || error.code !== "NOT_PERMITTED") return null;
  const { authorisable, operation } = error.detail;
  return authorisable === true && typeof operation === "string" ? operation : null;
}

/** The place of the dialog; once on the page. */
export function AuthoriseDialog() {
  const [question, setQuestion] = useState<Question | null>(null);
  const session = useSession();
  useEffect(() => {
    ask = setQuestion;
    return () => {
      ask = null;
    };
  }, []);
  if (question === null) return null;
  const answer = (authorisation: string | null): void => {
    setQuestion(null);
    question.answer(authorisation);
  };
  const { operation, subject } = question;
  return (
    <Modal title="A supervisor is needed" onClose={() => answer(null)}>
      <p>
        <strong>{session?.person?.name ?? "Somebody"}</strong> wants to{" "}
        <strong>{question.what}</strong> and may not do it alone. A supervisor can let it happen
        this once; both names are kept with it, and who is signed in does not change.
      </p>
      <SignInForm
        secretLabel="Supervisor’s password"
        action="Authorise this once"
        onSubmit={async (supervisor) => {
          const { id } = await authorise({ operation, subject, supervisor });
          answer(id);
        }}
      />
      <button type="button" onClick={() => answer(null)}>
        Cancel: nothing is done
      </button>
    </Modal>
  );
}
