/** The profiles that come with the program, and their example conversations as transcripts of the contract suite. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Profile } from "../../../drivers/profile/profile-schema.ts";
import { parseConversation } from "../../../drivers/profile/simulator/conversation.ts";
import { writeOutcome } from "../../../src/bench-tools/write-outcome.ts";
import type { Driver } from "../../../src/instrument/contract.ts";
import { replayDialogue } from "../../../src/instrument/replay-dialogue.ts";
import { loadProfile } from "../../../src/profile/load-profile.ts";
import { startExample } from "../../../src/profile/run-examples.ts";
import type { StoredTranscript } from "../../contract/transcripts.ts";

export const PROFILE_FOLDER = join(import.meta.dirname, "../../../drivers/profiles");

export const PROFILE_FILES = readdirSync(PROFILE_FOLDER).filter((name) => name.endsWith(".toml"));

export function profileText(name: string): string {
  return readFileSync(join(PROFILE_FOLDER, name), "utf8");
}

export function shippedProfile(name: string): { profile: Profile; driver: Driver } {
  return loadProfile(profileText(name), name);
}

/** What comes out of an example uncut is what must come out however its bytes are cut. */
export function transcriptsOfProfile(profile: Profile, driver: Driver): StoredTranscript[] {
  return profile.simulation.example.map((example) => {
    const recorded = parseConversation(example.conversation);
    const outcome = replayDialogue(startExample(driver, example), recorded, driver.framing);
    const { measurement_nm, reference_nm = null } = example;
    return {
      name: example.title,
      title: example.title,
      dialogue: example.dialogue,
      request:
        measurement_nm === undefined
          ? null
          : { measurementNm: measurement_nm, referenceNm: reference_nm },
      lastSeen: null,
      options: example.options,
      items: [],
      expected: expectedOf(writeOutcome(outcome)),
      recorded,
    };
  });
}

function expectedOf(outcome: unknown): StoredTranscript["expected"] {
  if (typeof outcome === "object" && outcome !== null && "outcome" in outcome) {
    return { ...outcome, outcome: outcome.outcome === "fault" ? "fault" : "done" };
  }
  throw new Error("an example came to no outcome");
}
