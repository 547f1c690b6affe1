/** The reader's own error codes (NOTES.md, section on error codes) and the faults they are. */
import type { SpectraMaxFault } from "./faults.ts";

const TEXTS: Readonly<Record<string, string>> = {
  100: "unknown command",
  101: "bad argument",
  102: "too few arguments",
  103: "too many arguments",
  104: "line too long",
  105: "busy",
  106: "measuring",
  107: "no data to transfer",
  108: "data buffer full",
  109: "error buffer overflow",
  110: "stray light at the cuvette; its lid may be open",
  111: "bad read settings",
  202: "receive overflow",
  203: "parity error",
  204: "overrun",
  205: "framing error",
  206: "output too long",
  300: "thermistor",
  301: "over temperature",
  302: "low light",
  303: "dark current",
  304: "signal saturated",
  305: "reference saturated",
  306: "low light at the air calibration of the plate",
  307: "reference of the cuvette",
  308: "stray light",
  312: "gain",
  313: "gain of the reference",
  314: "lamp low",
  315: "zero order",
  316: "grating motor",
  317: "monitor converter",
  400: "carriage",
  401: "filter wheel",
  402: "grating",
  403: "stage",
  500: "checksum of the memory",
  501: "grating data in the memory",
  502: "air calibration of the cuvette in the memory",
  503: "air calibration of the plate in the memory",
  504: "carriage offset in the memory",
  505: "stage offset in the memory",
};

/** First matching range counts. */
const RANGES: readonly (readonly [number, number, SpectraMaxFault])[] = [
  [105, 106, "READER_BUSY"],
  [107, 107, "NO_PLATE"],
  [110, 110, "OPTICS_FAILED"],
  [100, 111, "READER_REFUSED"],
  [202, 205, "LINE_TROUBLE"],
  [200, 210, "FIRMWARE_TROUBLE"],
  [300, 301, "TEMPERATURE_FAILED"],
  [316, 316, "MOTION_FAILED"],
  [302, 317, "OPTICS_FAILED"],
  [400, 403, "MOTION_FAILED"],
  [500, 505, "MEMORY_DAMAGED"],
];

/** The fault that a code stands for; READER_REFUSED for one that no list names. */
export function faultOfCode(code: string): SpectraMaxFault {
  const number = Number(code);
  const range = RANGES.find(([from, to]) => number >= from && number <= to);
  return range?.[2] ?? "READER_REFUSED";
}

/** The code with its meaning, e.g. `107 (no data to transfer)`; alone where its meaning is not known. */
export function describeCode(code: string): string {
  const text = TEXTS[code];
  return text === undefined ? code : `${code} (${text})`;
}
