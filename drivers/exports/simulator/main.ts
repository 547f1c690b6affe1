/**
 * A vendor's program that saves exports into a folder, as a process of its own:
 * `node main.ts --into FOLDER [--wavelengths 570,650] [--fast | --time-scale X] [--keep]`.
 * The folder is made. It ends when its stdin closes, unless `--keep`.
 */
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { emitLine, listenForCommands } from "../../simulator/control-lines.ts";
import { carryOut, controlCommand } from "./control-command.ts";
import { createVendorProgram } from "./vendor-program.ts";

const { values } = parseArgs({
  options: {
    into: { type: "string" },
    wavelengths: { type: "string", default: "570,650" },
    fast: { type: "boolean", default: false },
    "time-scale": { type: "string", default: "1" },
    keep: { type: "boolean", default: false },
  },
});

const FAST_SCALE = 0.005;

function chooseWavelengths(list: string): number[] {
  const wavelengths = list.split(",").map(Number);
  if (wavelengths.every((nm) => nm >= 200 && nm <= 999)) return wavelengths;
  throw new Error(`--wavelengths ${list}: wavelengths in nm`);
}

if (values.into === undefined) throw new Error("--into FOLDER says where exports are saved");
const folder = resolve(values.into);
mkdirSync(folder, { recursive: true });
const program = createVendorProgram({
  folder,
  wavelengthsNm: chooseWavelengths(values.wavelengths),
  timeScale: values.fast ? FAST_SCALE : Number(values["time-scale"]),
  emit: emitLine,
});

listenForCommands(
  controlCommand,
  (command) => carryOut(command, program),
  () => {
    if (!values.keep) process.exit();
  },
);
process.on("SIGTERM", () => process.exit());
process.on("SIGINT", () => process.exit());
emitLine({ event: "listening", spec: folder });
