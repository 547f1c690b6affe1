/** Computes samples on several cores: what decides a result goes in, what is to be stored comes back. */
import { Worker } from "node:worker_threads";
import type { AnalysisSettings } from "../analysis/settings.ts";
import type { Layout } from "../domain/layout.ts";
import type { ComputedSample } from "./compute-sample.ts";
import type { SampleMaterial } from "./sample-evidence.ts";

export interface ComputeRequest {
  readonly id: number;
  readonly material: SampleMaterial;
  /** Those that the thread has not been given yet. */
  readonly newLayouts: readonly Layout[];
}

export type ComputeAnswer =
  | { readonly id: number; readonly computed: ComputedSample }
  | { readonly id: number; readonly error: string };

interface Waiting {
  readonly resolve: (computed: ComputedSample) => void;
  readonly reject: (error: Error) => void;
}

/** One thread with what it was asked and has not answered. */
interface Computer {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
  readonly layouts: Set<string>;
}

export interface ComputePool {
  /** Rejects when the sample cannot be computed; the pool goes on. */
  compute(material: SampleMaterial, layoutOf: (sha256: string) => Layout): Promise<ComputedSample>;
  /** Ends the threads; what they were asked is never answered. */
  stop(): Promise<void>;
}

const PROGRAM = new URL("./compute-worker.ts", import.meta.url);

/** Threads are started as they are needed, `threads` at most. */
export function computePool(settings: AnalysisSettings, threads: number): ComputePool {
  const computers = new Set<Computer>();
  let lastId = 0;

  function started(): Computer {
    const computer: Computer = {
      worker: new Worker(PROGRAM, { workerData: settings }),
      waiting: new Map(),
      layouts: new Set(),
    };
    const failAll = (error: Error): void => {
      computers.delete(computer);
      for (const { reject } of computer.waiting.values()) reject(error);
      computer.waiting.clear();
    };
    computer.worker.on("message", (answer: ComputeAnswer) => {
      const waiting = computer.waiting.get(answer.id);
      computer.waiting.delete(answer.id);
      if ("computed" in answer) waiting?.resolve(answer.computed);
      else waiting?.reject(new Error(answer.error));
    });
    computer.worker.on("error", (error: unknown) =>
      failAll(error instanceof Error ? error : new Error(String(error))),
    );
    computer.worker.on("exit", (code) => failAll(new Error(`the thread ended with ${code}`)));
    computers.add(computer);
    return computer;
  }

  /** The one that has least to do; a further one while all are busy and there may be more. */
  function leastBusy(): Computer {
    const [first] = [...computers].sort((a, b) => a.waiting.size - b.waiting.size);
    const isFree = first !== undefined && first.waiting.size === 0;
    return isFree || (first !== undefined && computers.size >= threads) ? first : started();
  }

  return {
    compute: (material, layoutOf) =>
      new Promise((resolve, reject) => {
        const { worker, waiting, layouts } = leastBusy();
        const wanted = new Set(material.plates.map(({ plate }) => plate.layout_sha256));
        const newLayouts = [...wanted].filter((sha256) => !layouts.has(sha256)).map(layoutOf);
        for (const { sha256 } of newLayouts) layouts.add(sha256);
        lastId += 1;
        waiting.set(lastId, { resolve, reject });
        worker.postMessage({ id: lastId, material, newLayouts } satisfies ComputeRequest);
      }),
    stop: async () => {
      const ending = [...computers];
      computers.clear();
      for (const { waiting } of ending) waiting.clear();
      await Promise.all(ending.map(({ worker }) => worker.terminate()));
    },
  };
}
