/** The example conversations of a profile, as far as its reader's side needs them; read apart from the interpreter. */
import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { z } from "zod";
import { type ConversationItem, parseConversation } from "./conversation.ts";

const profileFile = z.looseObject({
  identity: z.looseObject({ id: z.string() }),
  simulation: z.looseObject({
    example: z
      .array(z.looseObject({ title: z.string(), dialogue: z.string(), conversation: z.string() }))
      .min(1, "the profile has no example conversation to play"),
  }),
});

export interface Script {
  readonly id: string;
  readonly examples: readonly {
    readonly title: string;
    readonly dialogue: string;
    readonly items: readonly ConversationItem[];
  }[];
}

/** Throws an Error in words when the file cannot be read or holds no example. */
export function readScript(file: string): Script {
  const { identity, simulation } = profileFile.parse(parse(readFileSync(file, "utf8")));
  return {
    id: identity.id,
    examples: simulation.example.map(({ title, dialogue, conversation }) => ({
      title,
      dialogue,
      items: parseConversation(conversation),
    })),
  };
}
