/** A profile as an ordinary driver: everything that works on drivers works on it unchanged. */
import type { Driver } from "../../src/instrument/contract.ts";
import type { CommandText } from "./command-text.ts";
import { faultTable } from "./faults.ts";
import { identify } from "./identify.ts";
import { lastPlate, lastPlateCommand } from "./last-plate.ts";
import { listen, release } from "./listen.ts";
import { optionsSchema, readOptions } from "./options.ts";
import type { Profile } from "./profile-schema.ts";
import { bringsPlate, readPlate, readSequence } from "./read-plate.ts";

/** `contentHash` is of the profile's text: the same bytes could give another reading whenever it changes. */
export function profileDriver(
  profile: Profile,
  contentHash: string,
): Driver<Record<string, unknown>> {
  const { identity, turns, wavelengths, push } = profile;
  const isCommanded = readSequence(profile).some((name) => bringsPlate(profile, name));
  return {
    id: `profile-${identity.id}`,
    version: `${identity.version}+${contentHash.slice(0, 12)}`,
    vendor: identity.vendor,
    models: identity.models,
    verification: identity.verification,
    evidence:
      profile.plate.values === "results"
        ? `${identity.evidence} (results that the reader calculated, not raw data)`
        : identity.evidence,
    ports: portsOf(profile),
    framing: { kind: "byte" },
    options: optionsSchema(profile),
    capabilities: {
      wavelengths: wavelengths.model === "by-nanometre" ? "by-nanometre" : "by-filter-position",
      commandedRead: wavelengths.reference === "subtracted" ? "reference-subtracted" : "raw",
      unaskedRead: unaskedRead(push),
      progress: isCommanded && turns.during_read.includes("progress"),
      temperature: profile.plate.capture.some((pattern) => pattern.groups.includes("temperature")),
      keepsLastPlate: lastPlateCommand(profile) !== null,
      pollEveryMs: null,
    },
    movesHardware: movingPrefixes(profile),
    faults: faultTable(profile),
    dialogues: {
      identify: (options) => identify(profile, readOptions(options)),
      readPlate: (request, options) => readPlate(profile, request, readOptions(options)),
      lastPlate:
        lastPlateCommand(profile) === null
          ? null
          : (options, context) => lastPlate(profile, readOptions(options), context),
      release: (options) => release(profile, readOptions(options)),
      listen: (options) => listen(profile, readOptions(options)),
      poll: null,
    },
  };
}

function unaskedRead(push: Profile["push"]): Driver["capabilities"]["unaskedRead"] {
  if (push === undefined) return "none";
  return push.subtracted === "no" ? "raw" : "reference-subtracted";
}

function portsOf({ port }: Profile): Driver["ports"] {
  return port.baud.map((baudRate) => ({
    baudRate,
    dataBits: port.data_bits,
    stopBits: port.stop_bits,
    parity: port.parity,
    rtscts: port.rtscts,
    xonXoff: port.xon_xoff,
    dtr: port.dtr,
    rts: port.rts,
  }));
}

/** What every command that moves hardware begins with, in upper case. */
export function movingPrefixes({ commands, framing }: Profile): string[] {
  const moving = Object.values(commands).filter((command) => command.moves_hardware);
  const texts = moving.flatMap(({ send, send_single }) => [
    send,
    ...(send_single ? [send_single] : []),
  ]);
  return [...new Set(texts.map((text) => fixedText(text, framing.send_end)))];
}

/** The text of a command that is the same every time, in upper case: all of it and its end, where it has no placeholder. */
export function fixedText(text: CommandText, sendEnd: string): string {
  const end = text.names.length === 0 ? sendEnd : "";
  return (text.prefix + end).toUpperCase();
}
