/** The configuration of a set, and what it names, put beside a file of one's own choice. */
import { existsSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { PlatewardenError } from "../domain/errors.ts";
import { type Cipher, ENCRYPTED_ENDING } from "./encryption.ts";
import type { KeptFile, Manifest } from "./manifest.ts";
import { takeOutOfSet } from "./set-files.ts";

export interface PlacedFile {
  /** Where it was when the set was made. */
  readonly was: string;
  readonly is: string;
}

interface Step {
  readonly file: KeptFile;
  readonly was: string;
  readonly to: string;
}

function stepsTo(manifest: Manifest, configTo: string): readonly Step[] {
  const folder = dirname(resolve(configTo));
  return manifest.files.flatMap((file): Step[] => {
    const was = file.place.path;
    if (file.path === manifest.configuration) return [{ file, was, to: resolve(configTo) }];
    if (file.place.in === "data") return [];
    if (file.place.in === "config") return [{ file, was, to: join(folder, was) }];
    const ending = manifest.encryptedFor.length > 0 ? ENCRYPTED_ENDING : "";
    return [{ file, was, to: join(folder, "restored", basename(file.path, ending)) }];
  });
}

/** Throws RESTORE_TARGET_TAKEN where one of the files would replace another. */
export function requireFreeConfig(manifest: Manifest, configTo: string): void {
  const there = stepsTo(manifest, configTo).find(({ to }) => existsSync(to));
  if (there === undefined) return;
  throw new PlatewardenError("RESTORE_TARGET_TAKEN", `${there.to} exists already.`);
}

/** Returns where each file is now. What it has written is gone again when it rejects. */
export async function restoreConfig(
  set: string,
  manifest: Manifest,
  configTo: string,
  cipher: Cipher | null,
): Promise<readonly PlacedFile[]> {
  const steps = stepsTo(manifest, configTo);
  const done: string[] = [];
  try {
    for (const { file, to } of steps) {
      done.push(to);
      await takeOutOfSet(set, file, to, cipher);
    }
  } catch (error) {
    for (const path of done) rmSync(path, { force: true });
    throw error;
  }
  return steps.map(({ was, to }) => ({ was, is: to }));
}
