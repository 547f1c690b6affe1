/**
 * One table from what was found on a plate to the lamp at the bench, the sentence beside it and what to do. A code is
 * that of the analysis, of the transfer (`TRANSFER_…`) or of the way the plate lies; `docs/bench.md` shows the table to
 * people, and a test compares both.
 */

/** What a technician must do: read again; look; give up on this plate; nothing. `none`: no lamp for such a plate. */
export type Lamp = "re-read" | "look" | "failed" | "good" | "none";

interface LampRow {
  readonly lamp: Lamp;
  /** What was found, one plain sentence. */
  readonly sentence: string;
  /** What to do now, one plain sentence. */
  readonly remedy: string;
}

// Formazan in solution fades and settles; the readers' manuals ask for a read within the hour.
const CLEAN_AND_READ =
  "Wipe the bottom, prick bubbles, and read it again within minutes: the formazan fades.";
const READ_AGAIN = "Leave the plate where it is and read it again now.";
const FOR_THE_REVIEWER = "Nothing to do at the bench; the reviewer decides.";
const NO_USE = "Reading again will not help. Tell whoever planned the plate; keep it if you can.";
const NOTHING = "Nothing to do.";

const REREAD = {
  RUN_FAILED: ["The run ended without a plate.", "Mend what the sentence names, then read again."],
  RUN_INTERRUPTED: ["The run was interrupted; it is not proven that a plate came.", READ_AGAIN],
  RUN_CANCELLED: ["Somebody stopped the run; there is no plate.", "Start it again when it is due."],
  READING_GIVEN_UP: ["The transfer was too damaged to be used.", READ_AGAIN],
  TRANSFER_CHECKSUM: ["A checksum of the transfer is wrong: a digit may be.", READ_AGAIN],
  TRANSFER_NO_END_MARK: ["The transfer has no end: something may be missing.", READ_AGAIN],
  TRANSFER_PARTIAL_PLATE: [
    "The file does not hold all 96 wells.",
    "Export or read it again, whole.",
  ],
  TRANSFER_UNCERTAIN_VALUES: ["The reader itself calls its values uncertain.", READ_AGAIN],
  WELLS_NOT_READ: ["Wells were not read; they are left out.", READ_AGAIN],
  WELLS_OVER_RANGE: ["Wells are over the reader’s range; they are left out.", CLEAN_AND_READ],
  WELLS_REFERENCE_ARTEFACT: [
    "Dirt, a bubble or a scratch in the light’s way; those wells are left out.",
    CLEAN_AND_READ,
  ],
  TRANSFER_FILTER_DIFFERS: [
    "It was read with other filters than asked for.",
    "Look which filters are in the reader, then read it again.",
  ],
  TRANSFER_NO_REFERENCE: [
    "It was read without the reference wavelength.",
    "Choose the program with both wavelengths and read it again.",
  ],
  PLATE_TURNED: [
    "The plate seems to have lain turned or mirrored in the reader.",
    "Look where A1 lies, lay it right and read it again.",
  ],
} as const;

const FAILED = {
  CONTROL_OD_LOW: [
    "The vehicle control is too weak: the cells did not live, or were too few.",
    NO_USE,
  ],
  TOO_FEW_BLANKS: ["There are too few usable blanks.", NO_USE],
  BLASTS_LOW: ["Too few of the cells were leukaemic on day 4.", NO_USE],
  Z_PRIME_FAIL: ["Untreated wells and blanks overlap.", NO_USE],
  CONTROL_CV_FAIL: ["The untreated wells differ too much from each other.", NO_USE],
  SIGNAL_TO_BACKGROUND_FAIL: ["The untreated wells are hardly darker than the blanks.", NO_USE],
  UNIFORM_FAIL: [
    "The same in every well, and the wells differ far too much.",
    "Reading again will not help: check pipettes and reader before the next patient’s plate.",
  ],
} as const;

const LOOK = {
  STILL_AFTER_REREAD: [
    "Read again, and it is as before: reading once more will not mend it.",
    FOR_THE_REVIEWER,
  ],
  SUSPICIOUS_NUMBERS: [
    "The numbers look copied, stuck or made up.",
    "Say which plate was in the reader; do not throw it away before somebody has looked.",
  ],
  ORIENTATION_UNKNOWN: [
    "Nothing on the plate shows that it did not lie turned.",
    "Look where A1 lay; the reviewer says so with a reason.",
  ],
  TURN_AGAINST_NUMBERS: [
    "The numbers fit clearly better another way round than a person says that the plate lay.",
    "Look where A1 lay and tell the reviewer.",
  ],
  LET_IN_BY_PERSON: [
    "Something spoke against this reading, and a person let it in.",
    FOR_THE_REVIEWER,
  ],
  DISCORDANT_DUPLICATES: [
    "Duplicates differ by more than chance.",
    "Look at those wells before the plate goes.",
  ],
  REPLICATE_DISCORDANCE: [
    "A verdict hangs on duplicates that disagree.",
    "Look at those wells before the plate goes.",
  ],
  BLASTS_NOT_ENTERED: [
    "The blasts of day 4 are not entered.",
    "Enter them as soon as they are counted.",
  ],
  WELLS_BLANK_OUTLIER: [
    "A blank is unlike the others, as if cells had got into it.",
    FOR_THE_REVIEWER,
  ],
  WELLS_MASKED_BY_PERSON: ["A person left wells out.", FOR_THE_REVIEWER],
  WELLS_MASKED: ["Wells are left out.", FOR_THE_REVIEWER],
  NO_UNTREATED: ["There are too few untreated wells.", FOR_THE_REVIEWER],
  Z_PRIME_LOW: ["Untreated wells and blanks are closer than usual.", FOR_THE_REVIEWER],
  CONTROL_CV_HIGH: ["The untreated wells differ more than usual.", FOR_THE_REVIEWER],
  BLANK_SD_HIGH: ["The blanks differ more than usual.", "Look for drops and dirt at the blanks."],
  ROW_DRIFT: ["Absorbance drifts from row A to H.", FOR_THE_REVIEWER],
  COLUMN_DRIFT: ["Absorbance drifts from column 1 to 12.", FOR_THE_REVIEWER],
  EDGE_EFFECT: ["Wells at the rim differ from those inside.", FOR_THE_REVIEWER],
  VEHICLE_EFFECT: ["The vehicle alone changes survival.", FOR_THE_REVIEWER],
  CV_HIGH: ["The same in every well, and the wells differ more than usual.", "Check the pipettes."],
  SINGLE_WAVELENGTH: [
    "Read at one wavelength: bubbles cannot be told from colour.",
    FOR_THE_REVIEWER,
  ],
  REFERENCE_SUBTRACTED: [
    "The reader took the reference off itself: an overflow cannot be seen.",
    FOR_THE_REVIEWER,
  ],
  ARM_CONTROL_OD_LOW: ["An inhibitor’s wells without prednisolone are too weak.", FOR_THE_REVIEWER],
  TOO_FEW_DOSES: ["Too few doses of an arm can be used.", FOR_THE_REVIEWER],
  IMPRECISE: ["An effect is too imprecise to be judged.", FOR_THE_REVIEWER],
  TRANSFER_WAVELENGTH_DIFFERS: ["Read at a neighbouring wavelength.", FOR_THE_REVIEWER],
  TRANSFER_REFERENCE_SUBTRACTED: [
    "The file’s values have the reference taken off already.",
    FOR_THE_REVIEWER,
  ],
  TRANSFER_RESULTS_NOT_RAW: [
    "These are results of the reader, not its raw absorbances.",
    FOR_THE_REVIEWER,
  ],
  TRANSFER_MASKED_BY_VENDOR: [
    "Wells were masked in the reader’s program; they count here.",
    FOR_THE_REVIEWER,
  ],
  TRANSFER_READER_WARNING: [
    "The reader gave a warning of its own.",
    "Read the warning on the plate’s page.",
  ],
  TRANSFER_READER_STATUS: ["The reader told a state of its own.", "Read it on the plate’s page."],
  TRANSFER_UNEXPECTED_TEXT: ["The reader sent something that is not known.", FOR_THE_REVIEWER],
  TRANSFER_UNKNOWN_TOKEN: [
    "A well holds a word that is not known; it is left out.",
    FOR_THE_REVIEWER,
  ],
  TRANSFER_MIXED_DECIMALS: ["The file mixes decimal points and commas.", FOR_THE_REVIEWER],
  TRANSFER_SEVERAL_BARCODES: [
    "The reader names several barcodes.",
    "Compare the barcode on the plate.",
  ],
  TRANSFER_VIRTUAL_BARCODE: [
    "The barcode is one that the reader’s program made up.",
    "Compare the barcode on the plate.",
  ],
  TRANSFER_BARCODE_NOT_READ: [
    "The reader could not read the barcode.",
    "Compare the barcode on the plate.",
  ],
  TRANSFER_HEAD_DIFFERS: [
    "The head of the plate came otherwise than this reader writes it.",
    "Compare model and date on the plate’s page with the reader.",
  ],
  TRANSFER_SHEETS_LEFT_OUT: ["Sheets of the file were left out.", FOR_THE_REVIEWER],
  TRANSFER_OLD_WORKBOOK: ["The file is a workbook of an old kind.", FOR_THE_REVIEWER],
  TRANSFER_OTHER: ["The transfer has a remark.", "Read it on the plate’s page."],
} as const;

/** Said on the plate's page, and no reason for anybody at the bench to do something. */
const GOOD = {
  GOOD: ["Every check of the plate’s quality is passed.", NOTHING],
  TRANSFER_RETRANSMITTED: ["The transfer was damaged, and repeated whole.", NOTHING],
  TRANSFER_READ_AGAIN: ["The reader was asked to read a second time; that read is whole.", NOTHING],
  TRANSFER_NO_CHECKSUM: ["This reader sends no checksum.", NOTHING],
  TRANSFER_NOT_ABSORBANCE: ["Measurements that are no absorbance were left out.", NOTHING],
  TRANSFER_CHECK_LINE: ["This reader’s check line follows no published rule.", NOTHING],
  SINGLE_AGENT_TOXIC: ["An inhibitor alone kills most of the cells.", FOR_THE_REVIEWER],
  MIXED_DIRECTION: ["An inhibitor helps at some doses and hinders at others.", FOR_THE_REVIEWER],
  EFFECT_NOT_SIGNIFICANT: ["An effect is not significant over all doses.", FOR_THE_REVIEWER],
  NO_HEADROOM: ["Prednisolone alone leaves too few cells to see sensitisation.", FOR_THE_REVIEWER],
  LIMITED_HEADROOM: ["Sensitisation could be seen at few doses only.", FOR_THE_REVIEWER],
  SIGNIFICANT_BUT_SMALL: ["A difference is significant but small.", FOR_THE_REVIEWER],
} as const;

const NONE = {
  NOT_JUDGED: ["The layout does not ask the question that is judged.", NOTHING],
  NOT_ANALYSED: ["Not analysed yet.", "Wait a moment."],
} as const;

export type LampCode =
  | keyof typeof REREAD
  | keyof typeof FAILED
  | keyof typeof LOOK
  | keyof typeof GOOD
  | keyof typeof NONE;

function rows<Code extends string>(
  lamp: Lamp,
  said: Readonly<Record<Code, readonly [string, string]>>,
): Record<Code, LampRow> {
  const codes = Object.keys(said) as Code[];
  const entries = codes.map((code) => {
    const [sentence, remedy] = said[code];
    return [code, { lamp, sentence, remedy }];
  });
  return Object.fromEntries(entries) as Record<Code, LampRow>;
}

/** In order of urgency, since reading again helps only while the plate is there: of a plate’s codes the first decides. */
export const LAMPS: Readonly<Record<LampCode, LampRow>> = {
  ...rows("re-read", REREAD),
  ...rows("failed", FAILED),
  ...rows("look", LOOK),
  ...rows("none", NONE),
  ...rows("good", GOOD),
};

const ORDER: ReadonlyMap<string, number> = new Map(
  Object.keys(LAMPS).map((code, place) => [code, place]),
);

export function isLampCode(text: string): text is LampCode {
  return ORDER.has(text);
}

export interface LampVerdict extends LampRow {
  readonly code: LampCode;
}

/** The most urgent of what was found; `GOOD` where nothing was. */
export function lampOf(found: readonly LampCode[]): LampVerdict {
  const [first = "GOOD"] = [...found].sort((a, b) => (ORDER.get(a) ?? 0) - (ORDER.get(b) ?? 0));
  const code = LAMPS[first].lamp === "good" ? "GOOD" : first;
  return { code, ...LAMPS[code] };
}

/** The lamp of a driver's or a file's remark on a transfer. */
export function transferLampCode(code: string): LampCode {
  const own = `TRANSFER_${code}`;
  return isLampCode(own) ? own : "TRANSFER_OTHER";
}
