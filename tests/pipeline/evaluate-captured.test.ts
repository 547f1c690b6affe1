import { firstValueFrom, from, of, Subject, toArray } from "rxjs";
import { describe, expect, test } from "vitest";
import type { Captured } from "../../src/pipeline/capture-readings.ts";
import { evaluateCaptured } from "../../src/pipeline/evaluate-captured.ts";
import type { Persist } from "../../src/pipeline/persist.ts";
import { measured, type PaperBench, paperBench, push, readPlate, study } from "./paper-bench.ts";

const atOnce: Persist = async (work) => work();

async function readThree(bench: PaperBench): Promise<Captured[]> {
  for (const sample of ["A", "B", "G"])
    await readPlate(bench, { plate: `${sample}-1`, barcode: `${sample}-1`, sample });
  return [...bench.captured];
}

function evaluated(bench: PaperBench, captured: readonly Captured[], persist = atOnce) {
  const failed: string[] = [];
  const rows = firstValueFrom(
    evaluateCaptured(from(captured), {
      store: bench.store,
      settings: () => study.settings,
      persist,
      onFailure: (plateId, error) => failed.push(`${plateId} ${String(error)}`),
    }).pipe(toArray()),
  );
  return { rows, failed };
}

describe("captured readings", () => {
  test("become analyses, in the order the plates came", async () => {
    const bench = paperBench();
    const { rows, failed } = evaluated(bench, await readThree(bench));
    const names = (await rows).map((row) => bench.store.samples.byId(row.sample_id)?.name);
    expect(names).toEqual(["A", "B", "G"]);
    expect(failed).toEqual([]);
  });

  test("that wait in the inbox pass by", async () => {
    const bench = paperBench();
    await push(bench, measured("D-1"));
    expect(await evaluated(bench, bench.captured).rows).toEqual([]);
  });

  test("that change nothing give nothing", async () => {
    const bench = paperBench();
    const captured = await readThree(bench);
    expect(await evaluated(bench, [...captured, ...captured]).rows).toHaveLength(3);
  });

  test("of a sample that cannot be analysed are reported and stop nobody else", async () => {
    const bench = paperBench();
    const captured = await readThree(bench);
    let calls = 0;
    const persist: Persist = async (work) => {
      calls += 1;
      if (calls === 2) throw new Error("no convergence");
      return work();
    };
    const { rows, failed } = evaluated(bench, captured, persist);
    expect(await rows).toHaveLength(2);
    expect(failed).toEqual([`${captured[1]?.plateId} Error: no convergence`]);
  });

  test("come one sample after the other, also while a step waits for the store", async () => {
    const bench = paperBench();
    const captured = await readThree(bench);
    const log: string[] = [];
    const gate = new Subject<void>();
    let step = 0;
    const persist: Persist = async (work) => {
      step += 1;
      const name = `step ${step}`;
      log.push(`${name} begins`);
      if (step === 1) await firstValueFrom(gate);
      log.push(`${name} ends`);
      return work();
    };
    const { rows } = evaluated(bench, captured.slice(0, 2), persist);
    expect(log).toEqual(["step 1 begins"]);
    await firstValueFrom(of(gate.next()));
    await rows;
    expect(log).toEqual(["step 1 begins", "step 1 ends", "step 2 begins", "step 2 ends"]);
  });
});
