/**
 * A simulated Bio-Rad 680 or 550 as a process of its own:
 * `node main.ts --model 680|550 (--pty LINKPATH | --tcp PORT)`
 * `[--fast | --time-scale X] [--filters 405,450,-] [--baud-throttle] [--keep]`.
 * It ends when its stdin closes, unless `--keep`. In `--filters`, `-` is an empty position.
 */
import { runSimulator, simulatorArguments } from "../../simulator/run-simulator.ts";
import { carryOut, controlCommand } from "./control-command.ts";
import { MODELS, type ModelFacts } from "./model-facts.ts";
import { createReader } from "./reader.ts";

const values = simulatorArguments({
  model: { type: "string", default: "680" },
  filters: { type: "string" },
});

/** 9600 baud with ten bits a byte. */
const BYTES_PER_SECOND = 960;

function chooseModel(name: string): ModelFacts {
  if (name === "680" || name === "550") return MODELS[name];
  throw new Error(`--model ${name}: 680 and 550 are simulated`);
}

function chooseFilters(list: string | undefined, model: ModelFacts): (number | null)[] {
  if (list === undefined) return [...model.defaultFiltersNm];
  const filters = list.split(",").map((text) => (text.trim() === "-" ? null : Number(text)));
  if (filters.length > model.positions || filters.some((nm) => Number.isNaN(nm))) {
    throw new Error(`--filters ${list}: at most ${model.positions} wavelengths in nm, - for none`);
  }
  while (filters.length < model.positions) filters.push(null);
  return filters;
}

const model = chooseModel(values.model);
const filtersNm = chooseFilters(values.filters, model);

await runSimulator(values, {
  bytesPerSecond: BYTES_PER_SECOND,
  createReader: (surroundings) => createReader({ model, filtersNm, ...surroundings }),
  commands: controlCommand,
  carryOut,
});
