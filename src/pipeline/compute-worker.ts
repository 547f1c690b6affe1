/** The program of a thread that computes samples: it gets their material and answers with what is to be stored. */
import { parentPort, workerData } from "node:worker_threads";
import type { AnalysisSettings } from "../analysis/settings.ts";
import type { Layout } from "../domain/layout.ts";
import type { ComputeAnswer, ComputeRequest } from "./compute-pool.ts";
import { computeToStore } from "./compute-sample.ts";
import { readEvidence } from "./sample-evidence.ts";

const settings = workerData as AnalysisSettings;
const layouts = new Map<string, Layout>();

function layoutOf(sha256: string): Layout {
  const layout = layouts.get(sha256);
  if (layout === undefined) throw new Error(`layout ${sha256} was not handed over`);
  return layout;
}

function answer({ id, material, newLayouts }: ComputeRequest): ComputeAnswer {
  try {
    for (const layout of newLayouts) layouts.set(layout.sha256, layout);
    return { id, computed: computeToStore(readEvidence(material, layoutOf), settings) };
  } catch (error) {
    return { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on("message", (request: ComputeRequest) => parentPort?.postMessage(answer(request)));
