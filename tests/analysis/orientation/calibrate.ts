/** How often right plates are held and laid-wrong ones pass: `node tests/analysis/orientation/calibrate.ts [plates]`. */
import { checkOrientation } from "../../../src/analysis/orientation/check-orientation.ts";
import { DEFAULT_SETTINGS } from "../../../src/analysis/settings.ts";
import { PLATE_TURNS } from "../../../src/domain/plate-turn.ts";
import {
  BAD,
  drawFrom,
  PATIENTS,
  type Patient,
  simulatePlate,
  USUAL,
  wellsOf,
} from "./simulated-plates.ts";

const plates = Number(process.argv[2] ?? 100);
const layouts = process.argv[3]?.split(",") ?? [
  "combination-classic-1plate",
  "combination-inner60-1",
  "combination-rot180-1plate",
  "combination-one-concentration-1plate",
  "checkerboard-6x5-1plate",
  "single-agent-6x10fold-1plate",
];
const percent = (count: number) => `${((100 * count) / plates).toFixed(1)} %`;

console.log("| layout | patient | bench | laid | fits | undecidable | held | held rightly |");
console.log("| --- | --- | --- | --- | --- | --- | --- | --- |");
for (const layout of layouts) {
  const wells = wellsOf(layout);
  for (const patient of Object.keys(PATIENTS) as Patient[]) {
    for (const [bench, accidents] of [
      ["usual", USUAL],
      ["bad", BAD],
    ] as const) {
      for (const laid of PLATE_TURNS) {
        const draw = drawFrom(20261124);
        const count = { fits: 0, undecidable: 0, "another-way-fits": 0 };
        let rightly = 0;
        for (let i = 0; i < plates; i++) {
          const found = checkOrientation(
            simulatePlate(wells, patient, accidents, draw, laid),
            DEFAULT_SETTINGS,
          );
          count[found.verdict] += 1;
          if (found.verdict === "another-way-fits" && found.best === laid) rightly += 1;
        }
        console.log(
          `| ${layout} | ${patient} | ${bench} | ${laid} | ${percent(count.fits)} | ${percent(count.undecidable)} | ${percent(count["another-way-fits"])} | ${percent(rightly)} |`,
        );
      }
    }
  }
}
