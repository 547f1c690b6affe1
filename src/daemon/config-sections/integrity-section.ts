/** `[integrity]` of the configuration: how often everything is proven, and where the anchors go besides. */
import { resolve } from "node:path";
import { z } from "zod";
import { isSecretName, type SecretFile, secretPath } from "../secret-file.ts";

/** A share that hangs keeps a thread of the program busy, and there are four of them for all files. */
const MOST_COPIES = 2;

export const integritySection = z.strictObject({
  verify_every_h: z.number().min(0).max(744).default(24),
  copy_to: z.array(z.string().min(1)).max(MOST_COPIES).default([]),
  key_file: z
    .string()
    .min(1)
    .refine(isSecretName, "a credential has a name of letters, digits, dots and dashes")
    .optional(),
});

export const INTEGRITY_KEYS = ["verify_every_h", "copy_to", "key_file"] as const;

export const INTEGRITY_ADVICE: Readonly<Record<string, string>> = {
  verify_every_h:
    "Everything is proven every so many hours, usually 24; 0 when only a command does it.",
  copy_to:
    'Name one or two folders of this bench alone, best on another computer, e.g. copy_to = ["/srv/anchors/bench-1"].',
  key_file:
    'Name a file with an Ed25519 key (PEM), or "credential:NAME"; without it the program makes one in the data folder.',
};

export interface IntegrityRule {
  /** 0: never by itself. */
  readonly verifyEveryH: number;
  readonly copyTo: readonly string[];
  /** Null: the one in the data folder. */
  readonly key: SecretFile | null;
}

/** Relative folders count from `folder`. */
export function toIntegrityRule(
  integrity: z.output<typeof integritySection>,
  folder: string,
): IntegrityRule {
  const { verify_every_h: verifyEveryH, copy_to: copyTo, key_file: key } = integrity;
  return {
    verifyEveryH,
    copyTo: copyTo.map((one) => resolve(folder, one)),
    key: key === undefined ? null : { key: "integrity.key_file", path: secretPath(key, folder) },
  };
}
