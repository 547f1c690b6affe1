/** What the four digits of an ELx status mean (ELx808 operator's manual, appendix B, table of error codes). */

/** `x` in a pattern is a sub-code, `c` a channel. */
const SENTENCES: readonly (readonly [pattern: string, sentence: string])[] = [
  ["0000", "no error"],
  ["0100", "the read was aborted"],
  ["020x", "motor x did not find its sensor"],
  ["030x", "motor x did not find the light transition"],
  ["040x", "the position of motor x is wrong"],
  ["050x", "the analog converter is saturated"],
  ["060x", "the gain of filter x is out of range"],
  ["07c0", "the noise test of channel c failed"],
  ["08c0", "the offset test of channel c failed"],
  ["09cx", "the dark reading is out of range"],
  ["0Acx", "the air reading is out of range"],
  ["0B0x", "the assay number is invalid"],
  ["0C00", "the printer does not answer"],
  ["0D00", "the checksum of the calibration is wrong"],
  ["0E0x", "a wavelength is not in the reader's table"],
  ["0Fcx", "the signal of a channel or filter is out of range"],
  ["1000", "the configuration data are wrong"],
  ["1100", "the checksum of the configuration data is wrong"],
  ["1200", "the calibration data are missing"],
  ["130x", "motor x has not been homed"],
  ["150x", "the incubator failed: its temperature is out of range"],
  ["151x", "the incubator failed: a thermistor"],
  ["152x", "the incubator failed: its analog converter"],
  ["15cx", "the incubator failed"],
  ["1600", "the assay definition from the host is wrong"],
  ["1700", "the kinetic interval is too short"],
  ["1800", "there are too many kinetic intervals"],
  ["1900", "the reader is out of memory"],
  ["1A00", "a curve could not be stored"],
  ["1B00", "a curve could not be fetched"],
  ["1C00", "a transition is missing in the calibration of the analog converter"],
  ["1D00", "the results are wrong"],
  ["1E00", "the clock failed"],
  ["1F00", "the bandpasses of two filters overlap"],
  ["2000", "there is no valid barcode"],
  ["2100", "a parameter is invalid"],
  ["220x", "the test signal of the photomultiplier is too high"],
  ["23x1", "the lamp control failed: its 5 V"],
  ["23x2", "the lamp control failed: its 24 V"],
  ["23xx", "the lamp control failed"],
  ["240x", "a sensor is in the wrong position"],
  ["2500", "the lamp missed a flash"],
  ["2600", "a movement would leave its limits"],
  ["270x", "a method of the panel failed"],
  ["280x", "a motor took too long"],
  ["A100", "fatal: a read is already running"],
  ["A200", "fatal: a read is already running"],
  ["A30x", "fatal: a part of the reader is missing"],
  ["A400", "fatal: the checksum of the program is wrong"],
  ["A600", "fatal: the flash memory failed"],
  ["A700", "fatal: the flash memory failed"],
  ["A800", "fatal: the flash memory failed"],
  ["A900", "fatal: the reader's program ran out of memory"],
  ["Axxx", "fatal: the reader's program failed"],
];

const MOTORS: Readonly<Record<string, string>> = {
  "0": "carrier",
  "1": "filter wheel",
  "2": "robot door",
};

const TABLE = SENTENCES.map(([pattern, sentence]) => ({
  matcher: new RegExp(`^${pattern.replace(/[xc]/g, "[0-9A-F]")}$`, "i"),
  pattern,
  sentence,
}));

/** The sentence of an ELx status code, e.g. `2331`, with motor, filter or channel named; every code has one. */
export function describeStatusCode(code: string): string {
  const entry = TABLE.find(({ matcher }) => matcher.test(code));
  if (entry === undefined) return "a code that the manual does not list";
  const subCode = code[entry.pattern.indexOf("x")] ?? "";
  const channel = code[entry.pattern.indexOf("c")] ?? "";
  return entry.sentence
    .replace("motor x", `the motor of the ${MOTORS[subCode] ?? `part ${subCode}`}`)
    .replace("filter x", `filter ${subCode}`)
    .replace("channel c", `channel ${channel}`);
}

/** True for the codes after which the reader has to be switched off and on. */
export function isFatal(code: string): boolean {
  return /^A[1-9]/i.test(code);
}
