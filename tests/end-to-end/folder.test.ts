/** Exports of a vendor's program reach their plates with nobody at the computer, whatever crashes meanwhile. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startSimulator } from "../../drivers/exports/simulator/start-simulator.ts";
import type { InsertedPlate } from "../../drivers/simulator/inserted-plate.ts";
import type { BenchView } from "../../src/api/views.ts";
import { randomPlate } from "../chaos/chaos-plates.ts";
import { randomFrom } from "../chaos/random.ts";
import { type BenchFiles, benchFiles, startDaemonProcess } from "./daemon-process.ts";
import { runProgram } from "./run-program.ts";

const random = randomFrom(20261123);

/** A bench that has nothing but a folder. */
function folderBench(): BenchFiles & { readonly exports: string } {
  const files = benchFiles([]);
  const exports = join(files.folder, "exports");
  mkdirSync(exports);
  const folder = `[[folder]]
id = "exports"
path = "exports"
look_every_s = 0.1
settle_s = 0.2
`;
  writeFileSync(files.config, `${readFileSync(files.config, "utf8")}${folder}`);
  return { ...files, exports };
}

async function planPlates(bench: BenchFiles, due: string, barcodes: readonly string[]) {
  const plan = join(bench.folder, "plan.toml");
  const plates = barcodes.map(
    (barcode) =>
      `[[plate]]\nbarcode = "${barcode}"\nlayout = "combination-rot180-1plate"\nsamples = { P1 = "B" }\ndue = ${due}\n`,
  );
  const head = `schema = "plate-plan/1"\nid = "p"\ntitle = "p"\n[[sample]]\nid = "B"\npatient = "ALL-1"\nras = "mutant"\n`;
  writeFileSync(plan, `${head}${plates.join("")}`);
  const done = await runProgram(
    "plan",
    "import",
    plan,
    "--by",
    "planner",
    "--config",
    bench.config,
  );
  expect(done.err).toBe("");
}

async function programSaving(folder: string) {
  const program = await startSimulator({ folder });
  onTestFinished(() => program.stop());
  return {
    program,
    save: async (plate: InsertedPlate) => {
      await program.insert(plate);
      await program.pressStart();
    },
  };
}

const barcodes = (bench: BenchView) => bench.plates.map((plate) => plate.barcode).sort();

test("planned plates come in by themselves, also what was saved while the daemon was dead", async () => {
  const bench = folderBench();
  await planPlates(bench, "2020-03-06T15:00:00+01:00", ["FLD-1", "FLD-2", "FLD-3"]);
  const { program, save } = await programSaving(bench.exports);
  const first = await startDaemonProcess(bench);
  const waiting = await first.when(({ notices }) => notices.length === 3);
  expect(waiting.notices[0]).toMatchObject({ kind: "overdue", subject: "FLD-1" });
  await save(randomPlate("FLD-1", random));
  await first.when((view) => barcodes(view).includes("FLD-1"));
  await first.kill();
  await program.fault("slow-write");
  await save(randomPlate("FLD-2", random));
  await save(randomPlate("FLD-3", random));
  const second = await startDaemonProcess(bench);
  const all = await second.when((view) => barcodes(view).length === 3 && view.notices.length === 0);
  expect(barcodes(all)).toEqual(["FLD-1", "FLD-2", "FLD-3"]);
  expect(all.plates.map((plate) => plate.versions)).toEqual([1, 1, 1]);
  expect(all.unassigned).toEqual([]);
  expect(all.samples).toMatchObject([{ sample: "B", platesRead: 3, provisional: false }]);
  await second.stop();
  expect((await runProgram("verify", "--config", bench.config)).code).toBe(0);
});

test("a file that nobody understands is in quarantine until somebody deals with it", async () => {
  const bench = folderBench();
  const daemon = await startDaemonProcess(bench);
  writeFileSync(join(bench.exports, "notes.txt"), "Dear all, the reader is being cleaned today.\n");
  const { quarantine } = await daemon.when((view) => view.quarantine.length === 1);
  expect(quarantine[0]).toMatchObject({ name: "notes.txt", code: "UNKNOWN_DIALECT" });
  const hash = quarantine[0]?.documentSha256.slice(0, 12) ?? "";
  const saved = join(bench.folder, "saved.txt");
  const at = ["--config", bench.config];
  await runProgram("quarantine", "save", hash, saved, ...at);
  expect(readFileSync(saved, "utf8")).toContain("Dear all");
  const again = await runProgram("quarantine", "retry", "--by", "technician", ...at);
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining("UNKNOWN_DIALECT") });
  const nobody = await runProgram(
    "quarantine",
    "dismiss",
    "0000",
    "--by",
    "x",
    "--reason",
    "y",
    ...at,
  );
  expect(nobody).toMatchObject({ code: 1, err: expect.stringContaining("platewarden quarantine") });
  const said = ["--by", "technician", "--reason", "a note"];
  const gone = await runProgram("quarantine", "dismiss", hash, ...said, ...at);
  expect(gone).toMatchObject({ code: 0, out: "Nothing is in quarantine.\n" });
  await daemon.when((view) => view.quarantine.length === 0);
});

test("a plate read again is a further version; the same file under another name is nothing new", async () => {
  const bench = folderBench();
  await planPlates(bench, "2999-03-06T15:00:00+01:00", ["FLD-1"]);
  const { save } = await programSaving(bench.exports);
  const daemon = await startDaemonProcess(bench);
  await save(randomPlate("FLD-1", random));
  await daemon.when((view) => barcodes(view).length === 1);
  const [name = ""] = readdirSync(bench.exports);
  copyFileSync(join(bench.exports, name), join(bench.exports, `copy of ${name}`));
  await save(randomPlate("FLD-1", random));
  const bench2 = await daemon.when((view) => view.plates[0]?.versions === 2);
  expect(bench2.unassigned).toEqual([]);
  expect(bench2.plates).toHaveLength(1);
});
