/** In what the two simulated readers differ. Sources: see NOTES.md of this driver, sections 1.2 and 1.3 there. */
export type ModelName = "680" | "550";

export interface ModelFacts {
  readonly name: ModelName;
  readonly idAnswer: string;
  readonly headerLine: string;
  /** What stands in place of the five characters of a value the reader cannot measure. */
  readonly overflow: string;
  readonly highestAu: number;
  readonly positions: number;
  /** Wavelengths by position; null is an empty position. */
  readonly defaultFiltersNm: readonly (number | null)[];
  /** Only the 680 prints its clock into a record. */
  readonly printsClock: boolean;
  readonly longestMixSeconds: number;
}

export const MODELS: Readonly<Record<ModelName, ModelFacts>> = {
  "680": {
    name: "680",
    idAnswer: "Model 680",
    headerLine: "BIO-RAD Model 680 Microplate READER",
    overflow: "*.***",
    highestAu: 3.5,
    positions: 8,
    defaultFiltersNm: [405, 450, 490, 570, 595, 650, null, null],
    printsClock: true,
    longestMixSeconds: 999,
  },
  "550": {
    name: "550",
    idAnswer: "0550",
    headerLine: "BIO-RAD MODEL 550 READER",
    overflow: "*****",
    highestAu: 3,
    positions: 4,
    defaultFiltersNm: [450, 490, 570, 650],
    printsClock: false,
    longestMixSeconds: 9,
  },
};
