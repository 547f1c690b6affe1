/** In what the simulated classic readers differ. Sources: NOTES.md, section on the classic readers. */
export const CLASSIC_MODELS = ["elx808", "elx800", "powerwave", "powerwave-no-status"] as const;

export type ClassicModelName = (typeof CLASSIC_MODELS)[number];

export interface ClassicModel {
  /** False for a letter that is answered with `<NAK>`. */
  readonly knows: (letter: string) => boolean;
  /** Two wavelengths in one definition. */
  readonly takesSeveralWavelengths: boolean;
  /** `S` is the START key and says nothing; `D` sends what was read. */
  readonly isPowerWave: boolean;
  /** A PowerWave says after its commands how they ended where that is switched on. */
  readonly returnsStatus: boolean;
}

const POWER_WAVE_LETTERS = "ADJSVWX?*()%}";

export function classicModel(name: ClassicModelName): ClassicModel {
  const isPowerWave = name.startsWith("powerwave");
  const unknown = name === "elx800" ? "nzr%" : "?D";
  return {
    knows: (letter) =>
      isPowerWave ? POWER_WAVE_LETTERS.includes(letter) : !unknown.includes(letter),
    takesSeveralWavelengths: name === "elx808",
    isPowerWave,
    returnsStatus: name !== "powerwave-no-status",
  };
}
