/** Every simulated reader in this process, without delays, with the plate and the constants of the worked examples. */
import {
  MODELS as BIO_RAD_MODELS,
  type ModelName as BioRadModel,
} from "../../drivers/bio-rad/simulator/model-facts.ts";
import { createReader as createBioRad } from "../../drivers/bio-rad/simulator/reader.ts";
import {
  type ClassicModelName,
  classicModel,
} from "../../drivers/biotek/simulator/classic-model.ts";
import { createClassicDialect } from "../../drivers/biotek/simulator/classic-reader.ts";
import { createModernDialect } from "../../drivers/biotek/simulator/modern-reader.ts";
import { createReader as createBioTek } from "../../drivers/biotek/simulator/simulated-reader.ts";
import { createReader as createByonoy } from "../../drivers/byonoy/simulator/reader.ts";
import type { InsertedPlate, Matrix } from "../../drivers/simulator/inserted-plate.ts";
import { MODELS as SPECTRAMAX_MODELS } from "../../drivers/spectramax/simulator/model-facts.ts";
import { createReader as createSpectraMax } from "../../drivers/spectramax/simulator/reader.ts";
import type { ReaderPort } from "./play-reader.ts";

/** A read of so many ms is long enough for something to happen in between. */
const QUICK = { timeScale: 0, readMs: 20 };

/** So long that a reader can be asked or stopped meanwhile. */
export const INTERRUPTED_MS = 300;

/** In AU: 0.100, 0.08 more a column and 0.003 more a row, H12 over the range; the reference 0.040 and 0.001 more. */
function examplePlate(): InsertedPlate {
  const matrix = (value: (row: number, column: number) => number | null): Matrix =>
    Array.from({ length: 8 }, (_, row) =>
      Array.from({ length: 12 }, (_, column) => value(row, column)),
    );
  return {
    id: "example",
    measurement: matrix((row, column) =>
      row === 7 && column === 11 ? null : (100 + 80 * column + 3 * row) / 1000,
    ),
    reference: matrix((row, column) => (40 + column + row) / 1000),
  };
}

function withPlate<Reader extends { insert(plate: InsertedPlate): void }>(reader: Reader): Reader {
  reader.insert(examplePlate());
  return reader;
}

export const plugBioRad = (name: BioRadModel) => (port: ReaderPort) => {
  const model = BIO_RAD_MODELS[name];
  return withPlate(createBioRad({ ...QUICK, ...port, model, filtersNm: model.defaultFiltersNm }));
};

export const plugClassic =
  (name: ClassicModelName, readMs: number = QUICK.readMs) =>
  (port: ReaderPort) =>
    withPlate(
      createBioTek({ ...QUICK, ...port, readMs }, (works) =>
        createClassicDialect(works, [405, 450, 490, 570, 630, 650], port.emit, classicModel(name)),
      ),
    );

export const plugModern = (port: ReaderPort) =>
  withPlate(createBioTek({ ...QUICK, ...port }, (works) => createModernDialect(works, port.emit)));

export const plugSpectraMax = (port: ReaderPort) =>
  withPlate(
    createSpectraMax({
      ...QUICK,
      ...port,
      readMs: INTERRUPTED_MS,
      model: SPECTRAMAX_MODELS.M5,
      onePrompt: [],
      timeS: () => "5025.3",
    }),
  );

/** Empty: the maker's example zeroes it first. */
export const plugByonoy = (port: ReaderPort) =>
  createByonoy({
    ...QUICK,
    ...port,
    filtersNm: [405, 450, 492, 620],
    lineEnd: "\r\n",
    seesPlate: true,
  });
