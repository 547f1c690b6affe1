import { Worker } from "node:worker_threads";
import { PlatewardenError } from "../domain/errors.ts";
import type { BackupRule } from "./backup-rule.ts";
import type { BackupSource } from "./backup-source.ts";
import type { FolderQuestion, FolderView } from "./look-into-folder.ts";
import type { MadeSet } from "./make-set.ts";

export type BackupOrder =
  | { readonly kind: "look"; readonly question: FolderQuestion }
  | { readonly kind: "make"; readonly source: BackupSource; readonly rule: BackupRule };

/** A set was made, and others took their leave for it. */
export interface MadeAndRotated {
  readonly made: MadeSet;
  readonly removed: readonly string[];
}

type Answer<T> =
  | { readonly done: T }
  | {
      readonly error: {
        readonly code: string;
        readonly message: string;
        readonly detail: Readonly<Record<string, unknown>>;
      };
    };

/** As `lookIntoFolder`, in a thread of its own. Rejects with BACKUP_FOLDER_MISSING where that does not answer in time. */
export async function lookInThread(
  question: FolderQuestion,
  withinMs: number,
  signal: AbortSignal,
): Promise<FolderView | null> {
  const late = AbortSignal.timeout(withinMs);
  const view = await inThread<FolderView>(
    { kind: "look", question },
    AbortSignal.any([late, signal]),
  );
  if (view !== null || signal.aborted) return view;
  const { folder } = question.rule;
  const message = `${folder} has not answered for ${Math.round(withinMs / 1000)} s.`;
  throw new PlatewardenError("BACKUP_FOLDER_MISSING", message, { detail: { folder } });
}

/**
 * Makes a set as `makeSet` does and rotates, in a thread of its own; null when it was broken off by `signal`. What that
 * leaves behind is removed by the next one.
 */
export function makeInThread(
  source: BackupSource,
  rule: BackupRule,
  signal: AbortSignal,
): Promise<MadeAndRotated | null> {
  return inThread<MadeAndRotated>({ kind: "make", source, rule }, signal);
}

/** Null as soon as `signal` says so: a thread that waits for a share may not end for long. */
function inThread<T>(workerData: BackupOrder, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) return Promise.resolve(null);
  const worker = new Worker(new URL("./backup-worker.ts", import.meta.url), { workerData });
  return new Promise<T | null>((resolve, reject) => {
    const end = (): void => {
      worker.unref();
      void worker.terminate();
      resolve(null);
    };
    signal.addEventListener("abort", end, { once: true });
    worker.once("message", (answer: Answer<T>) => {
      if ("done" in answer) resolve(answer.done);
      else {
        const { code, message, detail } = answer.error;
        reject(PlatewardenError.fromAnswer(code, message, detail));
      }
    });
    worker.once("error", reject);
    worker.once("exit", (code) => {
      signal.removeEventListener("abort", end);
      reject(new Error(`the thread that looks after backups ended with ${code}`));
    });
  });
}
