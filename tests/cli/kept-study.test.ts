/** The commands on a data folder that a study was played into and kept. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStore } from "../../src/store/open-store.ts";
import { measured, paperBench, push } from "../pipeline/paper-bench.ts";
import { jsonOf, runCli } from "./run-cli.ts";

const STUDY = join(import.meta.dirname, "../../src/study/figure3-study.json");
const root = mkdtempSync(join(tmpdir(), "platewarden-kept-"));
const data = join(root, "data");

let played = "";

beforeAll(async () => {
  const { code, out, err } = await runCli("study", STUDY, "--keep", data);
  if (code !== 0) throw new Error(err);
  played = out;
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const on = (...args: string[]) => runCli(...args, "--data", data);
const json = async <T>(...args: string[]): Promise<T> =>
  (await jsonOf(...args, "--data", data)) as T;

interface Flag {
  readonly id: string;
  readonly kind: string;
  readonly sample: string;
  readonly arm: string | null;
  readonly class: string | null;
}

interface Plate {
  readonly summary: { readonly id: string; readonly barcode: string; readonly quality: string };
  readonly wells: readonly {
    well: string;
    maskReason: string | null;
    survivalPercent: number | null;
  }[];
  readonly masks: readonly { well: string; action: string; by: string; reason: string }[];
  readonly comparisons: readonly { arm: string; class: string }[];
  readonly provenance: { readonly readingId: string };
}

const combinations = async () =>
  (await json<Flag[]>("flags")).filter((flag) => flag.kind === "combination");

describe("a study that is kept", () => {
  test("says that it holds the verdicts after the review, where the table was before it", async () => {
    expect(played).toMatch(/^E +wild type .* inconclusive$/m);
    expect(played).toContain(`${data} holds the study after its review: E-1 E7 left out.`);
    const { out } = await on("samples");
    expect(out).toMatch(/^E +wild type .* none$/m);
  });

  test("is not played into a folder that already holds a database", async () => {
    const { code, err } = await runCli("study", STUDY, "--keep", data);
    expect(code).toBe(1);
    expect(err).toContain("KEEP_FOLDER_TAKEN");
    expect(err).toContain("already holds a database");
    expect(err).toContain("Name an empty folder");
  });

  test.each([["study", STUDY], ["demo"]])(
    "is not kept where there is a file: %s",
    async (...args) => {
      const { code, err } = await runCli(...args, "--keep", STUDY);
      expect([code, err]).toEqual([1, expect.stringContaining("is a file, not a folder")]);
    },
  );

  test("has the study's flags, and nothing else is flagged", async () => {
    const flags = await combinations();
    expect(
      flags.map(({ sample, arm, class: kind }) => `${sample} ${arm} ${kind}`).toSorted(),
    ).toEqual([
      "A sorafenib partial",
      "B trametinib complete",
      "C trametinib complete",
      "G trametinib antagonistic",
    ]);
    const { out } = await on("flags");
    expect(out).toContain("sample B (RAS mutant), plate B-1, grade A");
    expect(out).toContain("assay result for review");
  });

  test("lists runs, plates and samples", async () => {
    const runs = await json<{ state: string; plateId: string }[]>("runs");
    expect(runs.map(({ state }) => state)).toEqual(Array(7).fill("captured"));
    expect(await json<unknown[]>("runs", "--limit", "2")).toHaveLength(2);
    expect(await json<unknown[]>("plates")).toHaveLength(7);
    expect(await json<unknown[]>("plates", "--unassigned")).toEqual([]);
    const samples =
      await json<{ sample: string; provisional: boolean; platesRead: number }[]>("samples");
    expect(samples[1]).toMatchObject({ sample: "B", provisional: false, platesRead: 1 });
    expect((await on("samples")).out).toMatch(/^B +mutant +complete, grade A /m);
  });
});

describe("run show", () => {
  test("shows a run, and of no run is an error for people and programs", async () => {
    const [run] = await json<{ id: string }[]>("runs", "--limit", "1");
    expect((await on("run", "show", run?.id ?? "")).out).toContain(`run ${run?.id}: plate`);
    const { code, out, err } = await on("run", "show", "x", "--json");
    expect([code, err]).toEqual([1, expect.stringContaining("RUN_UNKNOWN")]);
    expect(JSON.parse(out)).toMatchObject({ error: { code: "RUN_UNKNOWN" } });
  });
});

describe("plate show", () => {
  test("draws the plate, its curves and its verdicts, and says where they come from", async () => {
    const { code, out } = await on("plate", "show", "B-1");
    expect(code).toBe(0);
    expect(out).toContain("Plate B-1, sample B (RAS mutant)");
    expect(out.match(/^[A-H] {2}/gm)).toHaveLength(8);
    expect(out).toMatch(/trametinib +[▁▂▃▄▅▆▇█·]{8} /);
    expect(out).toMatch(
      /trametinib: complete sensitisation to prednisolone \(assay result for review\)/,
    );
    expect(out).toMatch(/transcript \S+ SHA-256 [0-9a-f]{64}/);
  });

  test("takes a barcode or an id, and knows when there is no such plate", async () => {
    const plate = await json<Plate>("plate", "show", "B-1");
    expect(await json<Plate>("plate", "show", plate.summary.id)).toEqual(plate);
    expect((await on("plate", "show", "Z-9")).err).toContain("PLATE_UNKNOWN");
  });
});

describe("trace", () => {
  test("leads from a flag to the bytes", async () => {
    const flag = (await combinations()).find(({ sample }) => sample === "G");
    const { code, out } = await on("trace", flag?.id ?? "");
    expect(code).toBe(0);
    for (const step of ["Flag", "Analysis", "Plate G-1", "Reading", "Transcript"])
      expect(out).toContain(step);
    expect(out).toContain("R> ERE 0000 BIO-RAD Model 680 Microplate READER");
    expect(out.match(/SHA-256 [0-9a-f]{64}/g)?.length).toBeGreaterThanOrEqual(6);
  });

  test("of no flag is an error", async () => {
    expect((await on("trace", "nothing")).err).toContain("FLAG_UNKNOWN");
  });
});

describe("replay", () => {
  test("is bit-identical", async () => {
    const { provenance } = await json<Plate>("plate", "show", "E-1");
    const { code, out } = await on("replay", provenance.readingId);
    expect(code).toBe(0);
    expect(out).toMatch(/^Bit-identical: \d{3,} numbers compared\.$/m);
    expect(await json("replay", provenance.readingId)).toMatchObject({
      identical: true,
      differences: [],
    });
  });

  test("of no reading is an error", async () => {
    const { err } = await on("replay", "nothing");
    expect(err).toContain("READING_UNKNOWN: There is no reading nothing.");
    expect(err).toContain("platewarden plate show");
  });
});

describe("mask and unmask", () => {
  const said = ["--reason", "bubble", "--by", "reviewer"];

  test("change the plate and change it back to the same", async () => {
    const before = await json<Plate>("plate", "show", "B-1");
    const masked = await json<Plate>("mask", "B-1", "c3", ...said);
    expect(masked.wells.find(({ well }) => well === "C3")).toMatchObject({ maskReason: "review" });
    expect(masked.comparisons).not.toEqual(before.comparisons);
    const { out } = await on("plate", "show", "B-1");
    expect(out).toMatch(/C3 left out \(review\): .*Masked by reviewer at \d{4}-.*Z: bubble\.$/m);
    const after = await json<Plate>("unmask", "B-1", "C3", ...said);
    expect(after.wells).toEqual(before.wells);
    expect(after.masks).toEqual([
      expect.objectContaining({ well: "C3", action: "mask", by: "reviewer", reason: "bubble" }),
      expect.objectContaining({ well: "C3", action: "unmask", by: "reviewer" }),
    ]);
    expect(after.comparisons).toEqual(before.comparisons);
  });

  test.each([
    ["a well that is none", ["mask", "B-1", "Z1"], "WELL_INVALID"],
    ["a plate that is none", ["mask", "Z-9", "A1"], "PLATE_UNKNOWN"],
    ["a mask that is none", ["unmask", "B-1", "A1"], "WELL_NOT_MASKED"],
  ])("refuse %s", async (_, args, code) => {
    const result = await on(...args, ...said);
    expect(result.code).toBe(1);
    expect(result.err).toContain(code);
  });
});

test("a mask without reason and name is told both", async () => {
  const { err } = await on("mask", "B-1", "C3", "--reason", " ", "--by", "");
  expect(err).toContain("a reason and the name of who says so");
});

describe("assign and sample close", () => {
  async function waiting(): Promise<string> {
    const store = openStore(join(data, "platewarden.sqlite"));
    try {
      return (await push(paperBench(store), measured("D-1"))) ?? "";
    } finally {
      store.close();
    }
  }
  const assign = (reading: string, ...more: string[]) => {
    const plate = ["--layout", "combination-classic-1plate", "--sample", "new", "--barcode", "N-1"];
    return on("assign", reading, ...plate, "--operator", "technician", ...more);
  };

  test("say what a plate is that waited, and judge it at once; closed, it is final", async () => {
    const reading = await waiting();
    expect(await json<unknown[]>("plates", "--unassigned")).toMatchObject([{ readingId: reading }]);
    const { code, out } = await assign(reading, "--blasts-percent", "88");
    expect([code, out]).toEqual([0, expect.stringContaining(`reading ${reading} is plate N-1`)]);
    expect((await assign(reading)).err).toContain("ALREADY");
    const provisional = async () =>
      (await json<{ sample: string; provisional: boolean }[]>("samples")).find(
        ({ sample }) => sample === "new",
      )?.provisional;
    expect(await provisional()).toBe(true);
    expect((await on("sample", "close", "new", "--by", "reviewer")).out).toContain(
      "closed by reviewer",
    );
    expect(await provisional()).toBe(false);
  });

  test("need no sample for a plate that checks the reader, which is no sample in the table", async () => {
    const store = openStore(join(data, "platewarden.sqlite"));
    const reading = await push(paperBench(store), measured("F-1", "07/03/2026 09:00:00"));
    store.close();
    const plate = ["--layout", "uniform-96", "--barcode", "U-1", "--operator", "technician"];
    const { code, out } = await on("assign", reading ?? "", ...plate);
    expect([code, out]).toEqual([0, expect.stringContaining("is plate U-1")]);
    expect((await on("samples")).out).not.toContain("U-1");
    expect((await on("plate", "show", "U-1")).out).toContain("check U-1");
  });

  test("know no sample that is not there", async () => {
    expect((await on("sample", "close", "nobody", "--by", "x")).err).toContain("SAMPLE_UNKNOWN");
  });
});

describe("the data folder", () => {
  test("may be named by the environment or by the configuration here", async () => {
    const config = join(root, "platewarden.toml");
    writeFileSync(
      config,
      'schema = "platewarden-config/2"\ndata = "data"\n[[reader]]\nid = "a"\ndriver = "bio-rad"\nport = "tcp://127.0.0.1:1"\n',
    );
    const plates = await json<unknown[]>("plates");
    expect(await jsonOf("plates", "--config", config)).toEqual(plates);
    process.env.PLATEWARDEN_DATA = data;
    try {
      expect(await jsonOf("plates")).toEqual(plates);
    } finally {
      delete process.env.PLATEWARDEN_DATA;
    }
  });

  test("that nothing names is asked for", async () => {
    expect((await runCli("plates")).err).toContain("Nothing says where the data are");
  });

  test("has the layouts that its configuration names, and so have the commands on layouts", async () => {
    const here = process.cwd();
    const folder = join(root, "own-layouts");
    mkdirSync(folder);
    cpSync(join(here, "plate-layouts/uniform-96.r1.toml"), join(folder, "uniform-96.r1.toml"));
    writeFileSync(
      join(root, "platewarden.toml"),
      'schema = "platewarden-config/2"\ndata = "data"\nlayouts = "own-layouts"\n[[reader]]\nid = "a"\ndriver = "bio-rad"\nport = "tcp://127.0.0.1:1"\n',
    );
    process.chdir(root);
    try {
      expect(await jsonOf("layout", "list")).toMatchObject({ layouts: [{ id: "uniform-96" }] });
      expect((await runCli("layout", "show", "combination-rot180-1plate")).code).toBe(1);
    } finally {
      process.chdir(here);
    }
    expect((await runCli("layout", "show", "combination-rot180-1plate")).code).toBe(0);
  });
});
