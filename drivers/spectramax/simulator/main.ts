/**
 * A simulated SpectraMax as a process of its own:
 * `node main.ts --model M5|384Plus (--pty LINKPATH | --tcp PORT)`
 * `[--fast | --time-scale X] [--one-prompt SPEED,TEMP] [--baud-throttle] [--keep]`.
 * It ends when its stdin closes, unless `--keep`. Units differ in how many prompts they send: `--one-prompt` names
 * commands to which this one answers with one.
 */
import { runSimulator, simulatorArguments } from "../../simulator/run-simulator.ts";
import { carryOut, controlCommand } from "./control-command.ts";
import { MODELS, type ModelFacts } from "./model-facts.ts";
import { createReader } from "./reader.ts";

const values = simulatorArguments({
  model: { type: "string", default: "M5" },
  "one-prompt": { type: "string", default: "" },
});

/** 9600 baud with ten bits a byte. */
const BYTES_PER_SECOND = 960;

function chooseModel(name: string): ModelFacts {
  if (name === "M5") return MODELS.M5;
  if (name === "384Plus") return MODELS["384 Plus"];
  throw new Error(`--model ${name}: M5 and 384Plus are simulated`);
}

const model = chooseModel(values.model);
const onePrompt = values["one-prompt"].toUpperCase().split(",");

await runSimulator(values, {
  bytesPerSecond: BYTES_PER_SECOND,
  createReader: (surroundings) => createReader({ model, onePrompt, ...surroundings }),
  commands: controlCommand,
  carryOut,
});
