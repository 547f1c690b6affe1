import { useState } from "preact/hooks";
import type { NewTokenView } from "../../api/people-views.ts";
import { SCOPES, type Scope } from "../../domain/person.ts";
import { addToken } from "../clients/people-client.ts";
import { TextField } from "../parts/fields.tsx";
import { type Message, Notice, refusal } from "../parts/notice.tsx";

const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  look: "look: read everything of plates",
  bench: "bench: start and stop runs, assign readings",
  plan: "plan: import plans",
  trail: "trail: read the audit trail",
  metrics: "metrics: read the numbers for monitoring",
};

/** A token's name, what it may do, and until when. */
export function AddTokenForm(props: { onMade: (made: NewTokenView) => void }) {
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<readonly Scope[]>(["look"]);
  const [lastDay, setLastDay] = useState("");
  const [message, setMessage] = useState<Message | null>(null);

  const submit = async (): Promise<void> => {
    try {
      const ends = lastDay === "" ? {} : { endsAtUtc: endOfDay(lastDay) };
      props.onMade(await addToken({ name: name.trim(), scopes, ...ends }));
      setName("");
      setMessage(null);
    } catch (error) {
      setMessage(refusal(error));
    }
  };

  return (
    <form
      class="people-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <TextField name="token-name" label="Program" value={name} problem={null} onInput={setName} />
      <fieldset class="field">
        <legend>It may</legend>
        {SCOPES.map((scope) => (
          <label key={scope} class="scope">
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={(event) =>
                setScopes(
                  event.currentTarget.checked
                    ? [...scopes, scope]
                    : scopes.filter((one) => one !== scope),
                )
              }
            />
            {SCOPE_WORDS[scope]}
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for="token-ends">Last day (empty: no end)</label>
        <input
          id="token-ends"
          type="date"
          value={lastDay}
          onInput={(event) => setLastDay(event.currentTarget.value)}
        />
      </div>
      <Notice message={message} />
      <button class="primary" type="submit">
        Make the token
      </button>
    </form>
  );
}

/** The end of a day as it is here, in UTC. */
function endOfDay(day: string): string {
  return new Date(`${day}T23:59:59`).toISOString();
}
