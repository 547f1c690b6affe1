/** One table from what was found on a plate to the lamp at the bench and the sentence beside it. */

/** What a technician must do: read again; look; give up on this plate; nothing. `none`: no lamp for such a plate. */
export type Lamp = "re-read" | "look" | "failed" | "good" | "none";

export type LampCode = "GOOD" | "NOT_JUDGED";
