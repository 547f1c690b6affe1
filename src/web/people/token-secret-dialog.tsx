import { useState } from "preact/hooks";
import type { NewTokenView } from "../../api/people-views.ts";
import { Modal } from "../shell/modal.tsx";

/** A token's secret, the only time it can be seen. */
export function TokenSecretDialog(props: { made: NewTokenView; onClose: () => void }) {
  const { token, secret } = props.made;
  const [told, setTold] = useState("");
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(secret);
      setTold("Copied.");
    } catch {
      setTold("The browser does not let the page copy: select the text and copy it.");
    }
  };
  return (
    <Modal title={`Token for ${token.name}`} onClose={props.onClose}>
      <p>
        Put it into the program now. It is shown this once; only its hash is kept. The program sends
        it as <code>authorization: Bearer …</code>
      </p>
      <p class="token-secret">
        <code>{secret}</code>
      </p>
      <div class="actions">
        <button class="primary" type="button" onClick={() => void copy()}>
          Copy
        </button>
        <button type="button" onClick={props.onClose}>
          I have it
        </button>
        <output>{told}</output>
      </div>
    </Modal>
  );
}
