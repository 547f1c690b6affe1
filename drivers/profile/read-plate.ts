/** Reads the plate in the reader, by the sequence of commands that the profile describes. */
import type { PlateReading } from "../../src/domain/reading.ts";
import type { Dialogue, ReadRequest } from "../../src/instrument/contract.ts";
import { type Asking, ask, commandOf, takeControl, underControl } from "./answer.ts";
import type { CommandValues } from "./command-text.ts";
import { forWavelength, positionOf, readValues, wavelengthsOf } from "./command-values.ts";
import { fault } from "./faults.ts";
import { askWhoIsThere } from "./identify.ts";
import type { ProfileOptions } from "./options.ts";
import type { PlateCopy } from "./plate-copy.ts";
import type { Expected } from "./plate-reading.ts";
import type { Profile, ProfileCommand } from "./profile-schema.ts";
import { askForPlate } from "./receive-plate.ts";
import { recoverPlate } from "./recover-plate.ts";
import { type Session, startSession } from "./session.ts";

/** In this order where the profile names no other. */
const USUAL_SEQUENCE = ["clear", "set_wavelengths", "shake", "start", "progress", "fetch"];

export function readSequence(profile: Profile): string[] {
  const usual = [profile.wavelengths.switch_off ?? "", ...USUAL_SEQUENCE];
  return (profile.sequences.read ?? usual).filter((name) => commandOf(profile, name) !== null);
}

/** Whether the answer of a command of the read sequence is a plate. */
export function bringsPlate(profile: Profile, name: string): boolean {
  const says = commandOf(profile, name)?.brings_plate;
  if (says !== undefined) return says;
  const hasFetch = readSequence(profile).includes("fetch");
  return name === "fetch" || (name === "start" && !hasFetch);
}

/** How long a read may take, in ms, by the formula of the profile. */
export function readMs(profile: Profile, options: ProfileOptions, wavelengthCount: number): number {
  const { read_base_ms, read_per_wavelength_ms, read_shake_option, read_delay_option } =
    profile.time_outs;
  const seconds = [read_shake_option, read_delay_option].map((name) => {
    const value = name === undefined ? 0 : options.own[name];
    return typeof value === "number" ? value : 0;
  });
  const more = seconds.reduce((sum, value) => sum + value, 0) * 1000;
  return read_base_ms + wavelengthCount * read_per_wavelength_ms + more;
}

export function readPlate(
  profile: Profile,
  request: ReadRequest,
  options: ProfileOptions,
): Dialogue<PlateReading> {
  const session = startSession(profile, options);
  return underControl(session, readUnderControl(session, request));
}

function* readUnderControl(session: Session, request: ReadRequest): Dialogue<PlateReading> {
  const { profile, options } = session;
  const sequence = readSequence(profile);
  if (!sequence.some((name) => bringsPlate(profile, name))) {
    throw fault("CANNOT_BE_COMMANDED", "no command of the profile brings a plate");
  }
  yield { kind: "report", report: { kind: "phase", phase: "identifying", expectedMs: null } };
  yield* takeControl(session);
  const { filtersNm, model } = yield* askWhoIsThere(session);
  const read: Read = {
    request,
    facts: { model },
    filtersNm,
    values: readValues(session, request, filtersNm),
    readMs: readMs(profile, options, wavelengthsOf(request).length),
  };
  let plate: PlateCopy | null = null;
  for (const name of sequence) {
    for (const asking of askings(session, name, read)) {
      const copy = yield* step(session, asking, read);
      if (copy !== null) plate = plate === null ? copy : joined(plate, copy);
    }
  }
  if (plate === null) throw fault("NO_PLATE", "the read sequence of the profile brought no plate");
  return yield* recoverPlate(session, plate, expectedOf(session, read));
}

/** Groups of answers to other commands that are facts of the plate. */
const FACTS = ["temperature", "barcode"];

interface Read {
  readonly facts: Record<string, string>;
  readonly request: ReadRequest;
  readonly filtersNm: readonly (number | null)[] | null;
  readonly values: CommandValues;
  readonly readMs: number;
}

function expectedOf({ profile }: Session, { request, filtersNm, facts }: Read): Expected {
  return { profile, request, filtersNm, facts };
}

/** What is sent for one command of the sequence: once, or once for each wavelength. */
function askings({ profile }: Session, name: string, read: Read): Asking[] {
  const command = commandOf(profile, name);
  if (command === null) return [];
  const common = {
    name,
    withinMs: withinMs(profile, name, command, read),
    isSingle: read.request.referenceNm === null,
  };
  if (!command.per_wavelength) return [{ ...common, values: read.values }];
  const isByNm = profile.wavelengths.model === "by-nanometre";
  return wavelengthsOf(read.request).map((nm) => {
    const position = isByNm ? undefined : positionOf(profile, nm, read.filtersNm);
    return { ...common, values: { ...read.values, ...forWavelength("", nm, position) } };
  });
}

function withinMs(profile: Profile, name: string, command: ProfileCommand, read: Read): number {
  if (command.within_ms !== undefined) return command.within_ms;
  if (bringsPlate(profile, name) && command.moves_hardware) return read.readMs;
  const { move_ms, answer_ms } = profile.time_outs;
  return command.moves_hardware ? move_ms : answer_ms;
}

function* step(session: Session, asking: Asking, read: Read): Dialogue<PlateCopy | null> {
  const { profile } = session;
  const command = commandOf(profile, asking.name);
  if (command === null) return null;
  if (asking.name === "start") {
    yield { kind: "report", report: { kind: "phase", phase: "measuring", expectedMs: null } };
  }
  if (asking.name === "progress") yield* awaitEnd(session, command, asking, read.readMs);
  else if (bringsPlate(profile, asking.name)) {
    const copy = yield* askForPlate(
      session,
      command,
      asking,
      expectedForPart(session, command, read),
    );
    if (copy === null) {
      throw fault(
        "NO_PLATE",
        `no plate came within ${asking.withinMs / 1000} s of \`${asking.name}\``,
      );
    }
    return copy;
  } else {
    const { groups } = yield* ask(session, asking);
    for (const name of FACTS) if (groups[name] !== undefined) read.facts[name] ??= groups[name];
  }
  return null;
}

/** One wavelength at a time brings one block at a time. */
function expectedForPart(session: Session, command: ProfileCommand, read: Read): Expected {
  const expected = expectedOf(session, read);
  if (!command.per_wavelength) return expected;
  return { ...expected, request: { measurementNm: read.request.measurementNm, referenceNm: null } };
}

/** Asks until the reader says that it has done; throws READ_NOT_ENDING after the time a read may take. */
function* awaitEnd(
  session: Session,
  command: ProfileCommand,
  asking: Asking,
  longestMs: number,
): Dialogue<void> {
  const { poll_ms } = session.profile.turns;
  for (let waitedMs = 0; waitedMs <= longestMs; waitedMs += poll_ms) {
    const answer = yield* ask(session, asking);
    if (command.done === undefined || command.done.test(answer.lines.join("\n"))) return;
    yield { kind: "pause", ms: poll_ms };
  }
  throw fault("READ_NOT_ENDING", `the read has not ended after ${longestMs / 1000} s`);
}

function joined(first: PlateCopy, second: PlateCopy): PlateCopy {
  return {
    ...first,
    facts: { ...second.facts, ...first.facts },
    headLines: [...first.headLines, ...second.headLines],
    blocks: [...first.blocks, ...second.blocks],
    unexpected: [...first.unexpected, ...second.unexpected],
    problems: [...first.problems, ...second.problems],
  };
}
