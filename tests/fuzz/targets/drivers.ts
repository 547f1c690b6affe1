/** Dialogues of every driver with a reader that says anything at all. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DRIVERS } from "../../../drivers/index.ts";
import { parseConversation } from "../../../drivers/profile/simulator/conversation.ts";
import type { PlateReading } from "../../../src/domain/reading.ts";
import type { Dialogue, Driver } from "../../../src/instrument/contract.ts";
import { driverFromProfile } from "../../../src/profile/load-profile.ts";
import { driveDialogue } from "../../contract/drive-dialogue.ts";
import { transcriptsOf } from "../../contract/transcripts.ts";
import { demand, type FuzzTarget } from "../target.ts";

const READ = { measurementNm: 570, referenceNm: 650 };
/** Between two pieces of an input, which arrive one after the other; a piece of nothing is a silence. */
const PAUSE = Buffer.from([0xfe, 0xfe]);

type Start = () => Dialogue<unknown>;

function dialoguesOf(driver: Driver, options: unknown): Readonly<Record<string, Start>> {
  const { identify, readPlate, lastPlate, release, listen, poll } = driver.dialogues;
  return {
    identify: () => identify(options),
    readPlate: () => readPlate(READ, options),
    readOne: () => readPlate({ measurementNm: 570, referenceNm: null }, options),
    release: () => release(options),
    listen: () => listen(options),
    ...(lastPlate === null
      ? {}
      : { lastPlate: () => lastPlate(options, { readMayBeUnderWay: true }) }),
    ...(poll === null ? {} : { poll: () => poll(options, { lastSeen: "OTHER" }) }),
  };
}

function piecesOf(bytes: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  let rest = bytes;
  for (;;) {
    const at = rest.indexOf(PAUSE);
    if (at < 0) return [...pieces, rest];
    pieces.push(rest.subarray(0, at));
    rest = rest.subarray(at + PAUSE.length);
  }
}

function joined(pieces: readonly Buffer[]): Buffer {
  return Buffer.concat(pieces.flatMap((piece, at) => (at === 0 ? [piece] : [PAUSE, piece])));
}

function isReading(value: unknown): value is PlateReading {
  return typeof value === "object" && value !== null && "planes" in value;
}

function requireWhole(reading: PlateReading, said: string): void {
  demand(reading.planes.length > 0, "a reading without a plane");
  for (const plane of reading.planes) {
    demand(plane.values.length === 96, `a plane of ${plane.values.length} wells`);
    for (const value of plane.values) {
      const { absorbance, token } = value;
      demand(absorbance === null || Number.isFinite(absorbance), `${absorbance} is no number`);
      demand(absorbance !== null || "direction" in value, "a missing value without a direction");
      demand(said.includes(token.trim()), `the reader never said ${JSON.stringify(token)}`);
    }
  }
}

interface NamedStart {
  readonly name: string;
  readonly begin: Start;
}

/** The first byte says which dialogue it is, and with which options; the rest is what the reader says. */
function runOn(driver: Driver, starts: readonly NamedStart[]): FuzzTarget["run"] {
  return (bytes) => {
    const start = starts[(bytes[0] ?? 0) % starts.length];
    demand(start !== undefined, "a driver without dialogues");
    const pieces = piecesOf(bytes.subarray(1));
    const { outcome, sent } = driveDialogue(start.begin(), pieces, driver.framing);
    demand(outcome.kind !== "endless", "the dialogue never ends");
    if (outcome.kind === "bug") throw outcome.error;
    const said = Buffer.concat(pieces).toString("latin1");
    if (outcome.kind === "fault") {
      const { fault, partial } = outcome.fault;
      demand(driver.faults[fault] !== undefined, `${fault} is not in the table of faults`);
      if (partial !== null) requireWhole(partial, said);
      return `fault ${fault} ${JSON.stringify([sent, partial])}`;
    }
    const { result } = outcome;
    const plate =
      typeof result === "object" && result !== null && "plate" in result ? result.plate : result;
    if (isReading(plate)) requireWhole(plate, said);
    return `${isReading(plate) ? "taken" : "done"} ${JSON.stringify([sent, result])}`;
  };
}

/** Every dialogue with every set of options that its recordings were made with. */
function startsOf(driver: Driver): readonly NamedStart[] {
  const known = new Set(transcriptsOf(driver).map(({ options }) => JSON.stringify(options)));
  return [...known].flatMap((text) => {
    const options = driver.options.parse(JSON.parse(text));
    return Object.entries(dialoguesOf(driver, options)).map(([dialogue, begin]) => ({
      name: `${dialogue} ${text}`,
      begin,
    }));
  });
}

function ownDriver(driver: Driver): FuzzTarget {
  const starts = startsOf(driver);
  const corpus = transcriptsOf(driver).map(({ dialogue, request, options, recorded }) => {
    const single = dialogue === "readPlate" && request?.referenceNm === null;
    const name = `${single ? "readOne" : dialogue} ${JSON.stringify(options)}`;
    const said = recorded
      .filter(({ direction }) => direction !== "tx")
      .map(({ direction, bytes }) => (direction === "rx" ? Buffer.from(bytes) : Buffer.alloc(0)));
    const number = starts.findIndex((start) => start.name === name);
    return Buffer.concat([Buffer.from([number]), joined(said)]);
  });
  return {
    name: `driver ${driver.id}`,
    kind: "text",
    corpus: () => corpus,
    run: runOn(driver, starts),
  };
}

const PROFILES = join(import.meta.dirname, "../../../drivers/profiles");

/** A reader that is described in a file: the shipped descriptions, with their own example conversations. */
function profileDrivers(): FuzzTarget[] {
  return readdirSync(PROFILES)
    .filter((name) => name.endsWith(".toml"))
    .map((name) => {
      const text = readFileSync(join(PROFILES, name), "utf8");
      const driver = driverFromProfile(text, name);
      const conversations = [...text.matchAll(/^conversation\s*=\s*"""\n(.*?)^"""/gms)].map(
        ([, words = ""]) => parseConversation(words.replaceAll("\\\\", "\\")),
      );
      const starts = Object.entries(dialoguesOf(driver, driver.options.parse({}))).map(
        ([dialogue, begin]) => ({ name: dialogue, begin }),
      );
      const corpus = conversations.flatMap((items) => {
        const said = items
          .filter(({ direction }) => direction !== "tx")
          .map(({ direction, bytes }) =>
            direction === "rx" ? Buffer.from(bytes) : Buffer.alloc(0),
          );
        return starts.map((_start, at) => Buffer.concat([Buffer.from([at]), joined(said)]));
      });
      return {
        name: `profile ${name.replace(/\.toml$/, "")}`,
        kind: "text" as const,
        corpus: () => corpus,
        run: runOn(driver, starts),
      };
    });
}

export function driverTargets(): FuzzTarget[] {
  return [...DRIVERS.map(ownDriver), ...profileDrivers()];
}
