/**
 * Every fault that a simulated reader can show, through the daemon's own line into the store: the plate is stored once
 * and whole, or the run says what is wrong and nothing is taken for a plate. A new fault needs its line here.
 */
import { describe, expect, test } from "vitest";
import { bioRad } from "../../drivers/bio-rad/driver.ts";
import { FAULT_KINDS as BIO_RAD_FAULTS } from "../../drivers/bio-rad/simulator/control-command.ts";
import { MODELS as BIO_RAD_MODELS } from "../../drivers/bio-rad/simulator/model-facts.ts";
import { createReader as createBioRad } from "../../drivers/bio-rad/simulator/reader.ts";
import { biotekClassic } from "../../drivers/biotek/classic/driver.ts";
import { biotekModern } from "../../drivers/biotek/modern/driver.ts";
import {
  type ClassicModelName,
  classicModel,
} from "../../drivers/biotek/simulator/classic-model.ts";
import { createClassicDialect } from "../../drivers/biotek/simulator/classic-reader.ts";
import { FAULT_KINDS as BIOTEK_FAULTS } from "../../drivers/biotek/simulator/control-command.ts";
import { createModernDialect } from "../../drivers/biotek/simulator/modern-reader.ts";
import { createReader as createBioTek } from "../../drivers/biotek/simulator/simulated-reader.ts";
import { byonoy } from "../../drivers/byonoy/driver.ts";
import { FAULT_KINDS as BYONOY_FAULTS } from "../../drivers/byonoy/simulator/control-command.ts";
import { createReader as createByonoy } from "../../drivers/byonoy/simulator/reader.ts";
import { DROP_LINK } from "../../drivers/simulator/usual-commands.ts";
import { spectraMax } from "../../drivers/spectramax/driver.ts";
import { FAULT_KINDS as SPECTRAMAX_FAULTS } from "../../drivers/spectramax/simulator/control-command.ts";
import { MODELS as SPECTRAMAX_MODELS } from "../../drivers/spectramax/simulator/model-facts.ts";
import { createReader as createSpectraMax } from "../../drivers/spectramax/simulator/reader.ts";
import { type Driver, forAnyOptions } from "../../src/instrument/contract.ts";
import {
  type FaultBench,
  type FaultyReader,
  faultBench,
  holdsPlate,
  type ReaderSurroundings,
  warningsOf,
} from "./fault-bench.ts";

/** What becomes of the plate of a run. */
type Outcome =
  /** Stored once, bound to the run, with these warnings; `altered` where damage cannot be seen. */
  | { readonly kind: "stored"; readonly warnings: readonly string[]; readonly altered?: boolean }
  /** The run fails with this fault, and nothing is bound to it. */
  | { readonly kind: "given-up"; readonly fault: string; readonly fetchedLater: boolean }
  /** The run is interrupted by a lost link. */
  | { readonly kind: "interrupted"; readonly plate: "stored" | "in the inbox" | "lost" };

interface Expectation {
  /** The only command it spoils; null spoils any. */
  readonly on: string | null;
  readonly code?: string;
  /** Armed while the reader measures, so that nothing before the plate is spoilt. */
  readonly whileMeasuring?: boolean;
  readonly outcome: Outcome;
}

const stored = (...warnings: string[]): Outcome => ({ kind: "stored", warnings });
const altered = (...warnings: string[]): Outcome => ({ kind: "stored", warnings, altered: true });
const givenUp = (fault: string, fetchedLater = false): Outcome => ({
  kind: "given-up",
  fault,
  fetchedLater,
});
const interrupted = (plate: "stored" | "in the inbox" | "lost"): Outcome => ({
  kind: "interrupted",
  plate,
});

const any = (outcome: Outcome): Expectation => ({ on: null, outcome });
const on = (command: string, outcome: Outcome, code?: string): Expectation => ({
  on: command,
  outcome,
  ...(code === undefined ? {} : { code }),
});
const meanwhile = (command: string | null, outcome: Outcome): Expectation => ({
  on: command,
  whileMeasuring: true,
  outcome,
});

type Expectations<Kind extends string> = Readonly<Record<Kind | typeof DROP_LINK, Expectation>>;

interface ArmedFault {
  readonly kind: string;
  times: number;
  readonly on: string | null;
  readonly code: string;
}

interface ArmedReader extends FaultyReader {
  arm(fault: ArmedFault): void;
}

interface FaultCase {
  readonly name: string;
  readonly driver: Driver;
  readonly options: Readonly<Record<string, unknown>>;
  readonly kinds: readonly string[];
  readonly expectations: Readonly<Record<string, Expectation>>;
  readonly createReader: (surroundings: ReaderSurroundings) => ArmedReader;
}

/** Both models keep their last plate: what did not come is fetched when the reader is asked next. */
const BIO_RAD: Expectations<(typeof BIO_RAD_FAULTS)[number]> = {
  "corrupt-character": any(stored("RETRANSMITTED")),
  "corrupt-digit": any(stored("RETRANSMITTED")),
  "wrong-checksum": any(stored("RETRANSMITTED")),
  "no-checksum-line": any(stored("NO_CHECKSUM")),
  "missing-row": any(stored("RETRANSMITTED")),
  truncate: any(stored("RETRANSMITTED")),
  silence: on("RP", givenUp("NO_PLATE", true)),
  garbage: on("RP", givenUp("NO_PLATE", true)),
  "noise-before": on("RP", stored()),
  "slow-bytes": on("RP", stored()),
  refuse: on("RP", givenUp("READER_REFUSED", true), "8011"),
  [DROP_LINK]: any(interrupted("stored")),
};

const ELX: Expectations<(typeof BIOTEK_FAULTS)[number]> = {
  "corrupt-character": any(stored("RETRANSMITTED")),
  "corrupt-digit": any(stored("RETRANSMITTED")),
  "wrong-checksum": any(stored("RETRANSMITTED")),
  "drop-byte": any(stored("RETRANSMITTED")),
  truncate: any(stored("RETRANSMITTED")),
  "no-end-mark": any(stored("NO_END_MARK")),
  silence: on("block", givenUp("NO_PLATE")),
  garbage: on("block", stored("RETRANSMITTED")),
  "noise-before": on("block", stored("RETRANSMITTED")),
  "slow-bytes": on("block", stored()),
  nak: on("block", stored("RETRANSMITTED")),
  "lamp-failure": on("S", givenUp("READER_ERROR"), "2331"),
  refuse: on("S", givenUp("READER_ERROR"), "2500"),
  [DROP_LINK]: any(interrupted("lost")),
};

/** The older format has no checksum and no mark of the end, and its 312 statuses no codes. */
const ELX800: typeof ELX = {
  ...ELX,
  "corrupt-character": any(stored("NO_CHECKSUM", "RETRANSMITTED")),
  "corrupt-digit": any(altered("NO_CHECKSUM")),
  "wrong-checksum": any(stored("NO_CHECKSUM", "RETRANSMITTED")),
  "drop-byte": any(stored("NO_CHECKSUM", "RETRANSMITTED")),
  truncate: any(stored("NO_CHECKSUM", "RETRANSMITTED")),
  "no-end-mark": any(stored("NO_CHECKSUM")),
  garbage: on("block", stored("NO_CHECKSUM", "RETRANSMITTED")),
  "noise-before": on("block", stored("NO_CHECKSUM", "RETRANSMITTED")),
  "slow-bytes": on("block", stored("NO_CHECKSUM")),
  nak: on("block", stored("NO_CHECKSUM", "RETRANSMITTED")),
  "lamp-failure": on("S", givenUp("READ_ABORTED"), "2331"),
  refuse: on("S", givenUp("READER_ERROR"), "2500"),
};

/** It holds what it has read, so what did not come is fetched again. */
const POWERWAVE: typeof ELX = {
  ...ELX,
  "no-end-mark": any(stored()),
  silence: on("block", stored()),
  garbage: on("block", stored()),
  "noise-before": on("block", stored()),
  nak: on("block", stored()),
  "lamp-failure": on("S", givenUp("READ_ABORTED"), "2331"),
  refuse: on("S", givenUp("READ_ABORTED"), "2500"),
};

const MODERN: typeof ELX = {
  ...ELX,
  silence: on("block", givenUp("NO_PLATE")),
  "lamp-failure": on("O", givenUp("READER_ERROR"), "2331"),
  refuse: on("O", givenUp("READER_ERROR"), "2500"),
};

/** It keeps its data until they are transferred, and gives the last ones again by RESEND. */
const SPECTRAMAX: Expectations<(typeof SPECTRAMAX_FAULTS)[number]> = {
  silence: meanwhile("TRANSFER", givenUp("NO_ANSWER")),
  garbage: meanwhile("TRANSFER", givenUp("NOT_UNDERSTOOD")),
  "noise-before": meanwhile("TRANSFER", stored()),
  "slow-bytes": meanwhile("TRANSFER", stored()),
  truncate: meanwhile("TRANSFER", stored("RETRANSMITTED")),
  "corrupt-character": any(stored("RETRANSMITTED")),
  "missing-column": any(stored("RETRANSMITTED")),
  "missing-wavelengths": any(stored("RETRANSMITTED")),
  "other-wavelength": any(stored("RETRANSMITTED")),
  "lost-prompt": any(stored("RETRANSMITTED")),
  refuse: { ...meanwhile("TRANSFER", givenUp("OPTICS_FAILED", true)), code: "302" },
  warn: { ...meanwhile("TRANSFER", stored("READER_WARNING")), code: "314" },
  "stale-answer": meanwhile("TRANSFER", stored()),
  "lose-data": any(givenUp("NO_PLATE")),
  [DROP_LINK]: any(interrupted("in the inbox")),
};

const CHECKS = ["CHECK_LINE", "CHECK_LINE"];

const BYONOY: Expectations<(typeof BYONOY_FAULTS)[number]> = {
  silence: on("RPF", givenUp("NO_ANSWER")),
  garbage: on("RPF", givenUp("NOT_UNDERSTOOD")),
  "noise-before": on("RPF", stored(...CHECKS)),
  "slow-bytes": on("RPF", stored(...CHECKS)),
  truncate: on("RPF", stored("READ_AGAIN", ...CHECKS)),
  "corrupt-character": on("RPF", stored("READ_AGAIN", ...CHECKS)),
  "missing-line": on("RPF", stored("READ_AGAIN", ...CHECKS)),
  "lost-echo": on("RPF", stored("READ_AGAIN", ...CHECKS)),
  "lost-postamble": on("RPF", stored("READ_AGAIN", ...CHECKS)),
  "report-error": on("ERROR", givenUp("AMBIENT_LIGHT"), "2"),
  [DROP_LINK]: any(interrupted("lost")),
};

/** Comes whole, and only late: there the driver waits as long as at a bench, because a busy machine is slow as well. */
const ONLY_SLOW = "slow-bytes";

function optionsFor({ options }: FaultCase, kind: string): FaultCase["options"] {
  if (kind !== ONLY_SLOW) return options;
  return Object.fromEntries(
    Object.entries(options).filter(([name]) => !name.endsWith("TimeoutMs")),
  );
}

/** Quick: what a simulated reader keeps back it keeps back for ever. */
const QUICK = {
  bioRad: {
    readTimeoutMs: 2000,
    interLineTimeoutMs: 1200,
    recordSilenceMs: 250,
    answerTimeoutMs: 600,
  },
  biotek: {
    answerTimeoutMs: 600,
    carriageTimeoutMs: 1000,
    readTimeoutMs: 1200,
    gapTimeoutMs: 500,
    recordSilenceMs: 250,
  },
  spectraMax: { pollMs: 15, secondPromptMs: 300, helloTimeoutMs: 600, answerTimeoutMs: 600 },
  byonoy: { pollMs: 15, echoTimeoutMs: 600, answerTimeoutMs: 800, interLineTimeoutMs: 400 },
};

const FILTERS_NM = [405, 450, 490, 570, 595, 650];

const classic = (name: ClassicModelName, expectations: typeof ELX): FaultCase => ({
  name: `BioTek ${name}`,
  driver: forAnyOptions(biotekClassic),
  options: { ...QUICK.biotek, powerWavePollMs: 100 },
  kinds: BIOTEK_FAULTS,
  expectations,
  createReader: (surroundings) =>
    createBioTek(surroundings, (works) =>
      createClassicDialect(works, FILTERS_NM, surroundings.emit, classicModel(name)),
    ),
});

const bioRadModel = (name: "680" | "550"): FaultCase => {
  const model = BIO_RAD_MODELS[name];
  const filtersNm = model.defaultFiltersNm;
  return {
    name: `Bio-Rad ${name}`,
    driver: forAnyOptions(bioRad),
    options: { ...QUICK.bioRad, ...(name === "550" ? { filtersNm } : {}) },
    kinds: BIO_RAD_FAULTS,
    expectations: BIO_RAD,
    createReader: (surroundings) => createBioRad({ ...surroundings, model, filtersNm }),
  };
};

const spectraMaxModel = (name: "M5" | "384 Plus"): FaultCase => ({
  name: `SpectraMax ${name}`,
  driver: forAnyOptions(spectraMax),
  options: QUICK.spectraMax,
  kinds: SPECTRAMAX_FAULTS,
  expectations: SPECTRAMAX,
  createReader: (surroundings) =>
    createSpectraMax({ ...surroundings, model: SPECTRAMAX_MODELS[name], onePrompt: [] }),
});

const CASES: readonly FaultCase[] = [
  bioRadModel("680"),
  bioRadModel("550"),
  classic("elx808", ELX),
  classic("elx800", ELX800),
  classic("powerwave", POWERWAVE),
  {
    name: "BioTek Synergy H1",
    driver: forAnyOptions(biotekModern),
    options: QUICK.biotek,
    kinds: BIOTEK_FAULTS,
    expectations: MODERN,
    createReader: (surroundings) =>
      createBioTek(surroundings, (works) => createModernDialect(works, surroundings.emit)),
  },
  spectraMaxModel("M5"),
  spectraMaxModel("384 Plus"),
  {
    name: "Byonoy Absorbance 96",
    driver: forAnyOptions(byonoy),
    options: QUICK.byonoy,
    kinds: BYONOY_FAULTS,
    expectations: BYONOY,
    createReader: (surroundings) =>
      createByonoy({
        ...surroundings,
        filtersNm: [405, 450, 570, 650],
        lineEnd: "\r\n",
        seesPlate: true,
      }),
  },
];

function expectationOf({ name, expectations }: FaultCase, kind: string): Expectation {
  const expectation = expectations[kind];
  if (expectation === undefined) throw new Error(`nobody has said what ${kind} does to a ${name}`);
  return expectation;
}

async function expectOutcome(
  bench: FaultBench<ArmedReader>,
  run: Awaited<ReturnType<typeof bench.begin>>,
  { driver }: FaultCase,
  outcome: Outcome,
): Promise<void> {
  const rows = bench.readings();
  const plates = rows.filter((row) => row.outcome === "plate");
  const [plate] = plates;
  if (outcome.kind === "stored") {
    expect(run).toMatchObject({ state: "captured" });
    expect(rows).toHaveLength(1);
    expect(plate && holdsPlate(plate)).toBe(outcome.altered !== true);
    expect(plate && warningsOf(plate).toSorted()).toEqual([...outcome.warnings].toSorted());
    return;
  }
  if (outcome.kind === "given-up") {
    const sentence = driver.faults[outcome.fault]?.sentence.slice(0, -1) ?? "no such fault";
    expect(run).toMatchObject({ state: "failed", sentence: expect.stringContaining(sentence) });
    // Of the run itself: on a busy machine an answer may come so late that nobody waits for it any more, and is kept too.
    expect(
      rows.filter((row) => row.outcome === "given-up" && row.origin === "command"),
    ).toMatchObject([{ fault: outcome.fault }]);
    expect(plates.map((row) => [row.run_id, holdsPlate(row)])).toEqual(
      outcome.fetchedLater ? [[null, true]] : [],
    );
    return;
  }
  const isStored = outcome.plate === "stored";
  expect(run.state).toBe(isStored ? "captured" : "interrupted");
  expect(plates.map(holdsPlate)).toEqual(outcome.plate === "lost" ? [] : [true]);
  expect(bench.unassigned()).toBe(outcome.plate === "in the inbox" ? 1 : 0);
}

// Beside each other: nearly all of their time they wait for readers that say nothing.
describe.concurrent.each(CASES)("a $name", (one) => {
  test("has a line for each of its faults, and for no other", ({ expect }) => {
    expect(Object.keys(one.expectations).toSorted()).toEqual([...one.kinds, DROP_LINK].toSorted());
  });

  test.for(one.kinds)("that shows %s", async (kind, { onTestFinished }) => {
    const { outcome, on, code = "", whileMeasuring = false } = expectationOf(one, kind);
    const options = optionsFor(one, kind);
    const bench = await faultBench(one.driver, options, one.createReader, onTestFinished);
    const arm = () => bench.reader.arm({ kind, times: 1, on, code });
    if (!whileMeasuring) arm();
    const begun = whileMeasuring ? await bench.begin() : bench.start();
    if (whileMeasuring) arm();
    const run = await bench.ended(begun);
    await expectOutcome(bench, run, one, outcome);
  });

  test("whose cable is pulled under the read", async ({ onTestFinished }) => {
    const { outcome } = expectationOf(one, DROP_LINK);
    const bench = await faultBench(one.driver, one.options, one.createReader, onTestFinished);
    const begun = await bench.begin();
    await bench.dropLink();
    await expectOutcome(bench, await bench.ended(begun), one, outcome);
  });
});
