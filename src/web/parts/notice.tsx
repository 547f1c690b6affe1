import type { ComponentChildren } from "preact";
import { RequestRefused } from "../api-client.ts";
import { Icon } from "./icon.tsx";

export interface Message {
  readonly tone: "good" | "bad";
  readonly text: string;
  readonly remedy: string | null;
}

/** What went wrong as a message for people, with what to do. */
export function refusal(error: unknown): Message {
  const text = error instanceof Error ? error.message : String(error);
  return { tone: "bad", text, remedy: error instanceof RequestRefused ? error.remedy : null };
}

/**
 * A message in a slot of its own height: coming and going moves nothing else. Read out by screen readers. While there
 * is none, the slot holds the children.
 */
export function Notice(props: { message: Message | null; children?: ComponentChildren }) {
  const { message } = props;
  return (
    <output class="notice-slot">
      {message === null ? (
        props.children
      ) : (
        <span class={`notice tone-${message.tone}`}>
          <Icon name={message.tone === "good" ? "tick" : "warning"} />
          <span>
            <strong>{message.text}</strong> {message.remedy}
          </span>
        </span>
      )}
    </output>
  );
}
