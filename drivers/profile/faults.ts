/** What can go wrong with any profiled reader, and the fault table of one profile with its own codes. */
import { type FaultDescription, ReaderFault } from "../../src/instrument/contract.ts";
import type { Profile } from "./profile-schema.ts";

const COMMON_FAULTS = {
  NO_ANSWER: {
    sentence: "The reader does not answer.",
    remedy:
      "Check that the reader is switched on and that its cable is plugged in at both ends, then try again.",
    needsOperator: true,
    retry: true,
  },
  NOT_UNDERSTOOD: {
    sentence: "What arrives is not what the profile of this reader describes.",
    remedy:
      "Check baud rate and port, then compare what arrives with the profile: `platewarden profile try`.",
    needsOperator: true,
    retry: true,
  },
  WRONG_MODEL: {
    sentence: "Another reader is connected than the profile is for.",
    remedy: "Connect the reader that is meant, or name another profile in the configuration.",
    needsOperator: true,
    retry: false,
  },
  READER_REFUSED: {
    sentence: "The reader refused a command.",
    remedy:
      "Look the reader's code up in its manual, look at its display, and start the read again.",
    needsOperator: true,
    retry: true,
  },
  CONTROL_LOST: {
    sentence: "Remote control was ended at the reader, or it was switched off.",
    remedy: "Check the plate in the reader and start the read again.",
    needsOperator: true,
    retry: false,
  },
  CANNOT_BE_COMMANDED: {
    sentence: "The profile knows no command by which this reader reads a plate.",
    remedy: "Start the read at the reader's panel; its plate comes by itself.",
    needsOperator: true,
    retry: false,
  },
  WAVELENGTH_NOT_POSSIBLE: {
    sentence: "The reader cannot measure at a wavelength of this assay.",
    remedy: "Ask for a wavelength that it has, or have the filter fitted.",
    needsOperator: true,
    retry: false,
  },
  FILTERS_UNKNOWN: {
    sentence: "Nobody has said which filters are in the reader, and it cannot be asked.",
    remedy: "Write the wavelengths by position into `filtersNm` in the options of this reader.",
    needsOperator: true,
    retry: false,
  },
  PLACEHOLDER_EMPTY: {
    sentence: "A command of the profile needs a value that this read does not have.",
    remedy: "Give the command of the profile a `send_single` for reads without a reference.",
    needsOperator: true,
    retry: false,
  },
  READ_NOT_ENDING: {
    sentence: "The reader does not say that its read has ended.",
    remedy:
      "Look at the reader's display. If it has read the plate, fetch the last plate; otherwise start the read again.",
    needsOperator: true,
    retry: false,
  },
  NO_PLATE: {
    sentence: "The reader took the command to read but sent no plate in time.",
    remedy:
      "Look at the reader's display. If it has read the plate, fetch the last plate; otherwise start the read again.",
    needsOperator: true,
    retry: false,
  },
  DAMAGED_TRANSFER: {
    sentence: "The plate was read, but it arrived damaged.",
    remedy:
      "Check cable and plugs, then have the reader send the plate again before it reads another one.",
    needsOperator: true,
    retry: true,
  },
} as const satisfies Record<string, FaultDescription>;

export type CommonFault = keyof typeof COMMON_FAULTS;

/** The common faults, and one for each code that the profile lists. */
export function faultTable(profile: Profile): Record<string, FaultDescription> {
  const own = profile.status.codes.map((code): [string, FaultDescription] => [
    codeFault(code.code),
    {
      sentence: sentence(`The reader reports ${code.code}: ${code.text}`),
      remedy: sentence(
        code.remedy ?? "Look at the reader and its manual, then start the read again",
      ),
      needsOperator: code.needs_operator,
      retry: code.retry,
    },
  ]);
  return { ...COMMON_FAULTS, ...Object.fromEntries(own) };
}

/** The fault of a code, e.g. `CODE_8073`; other characters than letters and digits become underscores. */
export function codeFault(code: string): string {
  return `CODE_${code.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
}

function sentence(text: string): string {
  const clean = text.trim().replace(/\.$/, "");
  return `${clean.charAt(0).toUpperCase()}${clean.slice(1)}.`;
}

export function fault(
  name: CommonFault,
  message: string,
  context: ConstructorParameters<typeof ReaderFault>[2] = {},
): ReaderFault {
  return new ReaderFault(name, message, context);
}

export type ListedCode = Profile["status"]["codes"][number];

/** What the profile says of a code: as sent, or without the digits that only detail it; null when it says nothing. */
export function listedCode(profile: Profile, code: string): ListedCode | null {
  const { codes, sub_code_digits: digits } = profile.status;
  const general = digits > 0 ? code.slice(0, -digits) : code;
  const find = (wanted: string) => codes.find((one) => one.code === wanted);
  return find(code) ?? find(general) ?? null;
}

/** The fault of a refusal. */
export function refused(
  profile: Profile,
  command: string,
  code: string,
  context: ConstructorParameters<typeof ReaderFault>[2] = {},
): ReaderFault {
  const listed = listedCode(profile, code);
  const withCode = { ...context, readerCode: code };
  if (listed?.means === "not-locked") {
    return fault("CONTROL_LOST", `\`${command}\` was refused: no remote control`, withCode);
  }
  const name = listed === null ? "READER_REFUSED" : codeFault(listed.code);
  return new ReaderFault(name, `\`${command}\` was refused with code ${code}`, withCode);
}
