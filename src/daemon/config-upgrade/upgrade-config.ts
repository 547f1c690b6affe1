/** Brings the text of a configuration to the form that this program reads, step by step. */
import { PlatewardenError } from "../../domain/errors.ts";
import { countProblems, renderProblems } from "../../layout/problem.ts";
import { readToml } from "../../layout/toml-source.ts";
import type { ConfigStep } from "./config-step.ts";
import { stepOneToTwo } from "./step-1-to-2.ts";

/** In order, without a gap: each begins where the one before it ends. */
export const CONFIG_STEPS: readonly ConfigStep[] = [stepOneToTwo];

export const OLDEST_CONFIG = 1;
/** The form that this program reads. */
export const PRESENT_CONFIG = CONFIG_STEPS.at(-1)?.to ?? OLDEST_CONFIG;

export type ConfigAge =
  | { readonly kind: "present" }
  | { readonly kind: "older" | "newer"; readonly number: number }
  /** It names no form, or none of ours. */
  | { readonly kind: "unknown" };

/** Of which form the values of a configuration say that they are. */
export function configAge(data: unknown): ConfigAge {
  const schema = typeof data === "object" && data !== null && "schema" in data ? data.schema : null;
  const [, digits] = /^platewarden-config\/([1-9]\d{0,3})$/.exec(String(schema)) ?? [];
  if (digits === undefined) return { kind: "unknown" };
  const number = Number(digits);
  if (number === PRESENT_CONFIG) return { kind: "present" };
  return { kind: number < PRESENT_CONFIG ? "older" : "newer", number };
}

export interface ConfigUpgrade {
  readonly from: number;
  readonly to: number;
  readonly steps: readonly ConfigStep[];
  /** As it will stand in the file. */
  readonly text: string;
}

/**
 * What becomes of a configuration; no step where it is of the present form. `file` is for the words of errors: throws
 * CONFIG_INVALID where the text is no TOML or names no form, and CONFIG_NEWER for one of a newer program.
 */
export function upgradeConfig(
  text: string,
  file: string,
  steps: readonly ConfigStep[] = CONFIG_STEPS,
): ConfigUpgrade {
  const toml = readToml(text);
  if (!toml.ok) {
    const problems = [toml.problem];
    const message = `${file}: ${countProblems(problems)}.\n${renderProblems(problems, file)}`;
    throw new PlatewardenError("CONFIG_INVALID", message, { detail: { file, problems } });
  }
  const age = configAge(toml.source.data);
  if (age.kind === "newer") throw newerConfig(file, age.number);
  if (age.kind === "unknown") {
    const message = `${file} does not say of which form it is: it has no line schema = "platewarden-config/${PRESENT_CONFIG}".`;
    throw new PlatewardenError("CONFIG_INVALID", message, { detail: { file } });
  }
  const from = age.kind === "present" ? PRESENT_CONFIG : age.number;
  const wanted = steps.filter((step) => step.from >= from);
  return {
    from,
    to: wanted.at(-1)?.to ?? from,
    steps: wanted,
    text: wanted.reduce((before, step) => step.change(before), text),
  };
}

/** The daemon does not start on it, and nothing is changed. */
export function olderConfig(file: string, number: number): PlatewardenError {
  const message = `${file} is of the form platewarden-config/${number}; this program reads platewarden-config/${PRESENT_CONFIG}. Look what changes with: platewarden config upgrade ${file}`;
  return new PlatewardenError("CONFIG_OLDER", message, { detail: { file, number } });
}

export function newerConfig(file: string, number: number): PlatewardenError {
  const message = `${file} is of the form platewarden-config/${number}; this program reads platewarden-config/${PRESENT_CONFIG} and no newer one.`;
  return new PlatewardenError("CONFIG_NEWER", message, { detail: { file, number } });
}
