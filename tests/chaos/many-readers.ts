/** Simulated readers of all serial families, each a process of its own behind a TCP port, and their configuration. */
import { startSimulator as startBioRad } from "../../drivers/bio-rad/simulator/start-simulator.ts";
import { startSimulator as startBioTek } from "../../drivers/biotek/simulator/start-simulator.ts";
import { startSimulator as startByonoy } from "../../drivers/byonoy/simulator/start-simulator.ts";
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import type { PlugOptions, SimulatorProcess } from "../../drivers/simulator/simulator-process.ts";
import { startSimulator as startSpectraMax } from "../../drivers/spectramax/simulator/start-simulator.ts";

export interface SimulatedReader extends SimulatorProcess {
  insert(plate: InsertedPlate): Promise<void>;
}

export interface FamilyMember {
  readonly driver: string;
  /** Of the reader in the configuration, in TOML. */
  readonly options: string;
  readonly start: (plug: PlugOptions) => Promise<SimulatedReader>;
}

const FILTERS_NM = [405, 450, 490, 570, 595, 650];

/** One of each family, in an order that repeats. */
export const FAMILIES: readonly FamilyMember[] = [
  {
    driver: "bio-rad",
    options: 'model = "680"\nmixSeconds = 0\nrecordSilenceMs = 300',
    start: (plug) => startBioRad({ ...plug, model: "680", filtersNm: FILTERS_NM }),
  },
  {
    driver: "biotek-classic",
    options: "recordSilenceMs = 200",
    start: (plug) => startBioTek({ ...plug, dialect: "classic" }),
  },
  {
    driver: "biotek-modern",
    options: "recordSilenceMs = 200",
    start: (plug) => startBioTek({ ...plug, dialect: "modern" }),
  },
  {
    driver: "spectramax",
    options: "pollMs = 15\nsecondPromptMs = 150",
    start: (plug) => startSpectraMax({ ...plug, model: "M5" }),
  },
  {
    driver: "byonoy",
    options: "pollMs = 15",
    start: (plug) => startByonoy({ ...plug, filtersNm: [405, 450, 570, 650] }),
  },
];

export interface PluggedReader {
  readonly id: string;
  readonly family: FamilyMember;
  readonly simulator: SimulatedReader;
}

/** Starts so many readers, the families in turn. */
export async function startReaders(
  count: number,
  plug: PlugOptions = {},
): Promise<readonly PluggedReader[]> {
  const starting = Array.from({ length: count }, async (_, index) => {
    const family = FAMILIES[index % FAMILIES.length];
    if (family === undefined) throw new Error("there is no family");
    return { id: `${family.driver}-${index}`, family, simulator: await family.start(plug) };
  });
  return Promise.all(starting);
}

/** The `[[reader]]` of a configuration; `spec` in place of the simulator's own port, e.g. a proxy's. */
export function readerSection(reader: PluggedReader, spec = reader.simulator.spec): string {
  return `[[reader]]
id = "${reader.id}"
driver = "${reader.family.driver}"
port = "${spec}"
[reader.options]
${reader.family.options}
`;
}
