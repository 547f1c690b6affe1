import { lineDiff } from "../daemon/config-upgrade/line-diff.ts";
import type { ServiceStep } from "../service/service-step.ts";

const INDENT = "    ";
const SIGNS = { gone: "-", new: "+" } as const;

function changedLines(before: string, after: string): string[] {
  return lineDiff(before, after).flatMap(({ kind, text }) =>
    kind === "kept" ? [] : [`${INDENT}${SIGNS[kind]} ${text}`],
  );
}

function writeLines({ path, text, before }: Extract<ServiceStep, { kind: "write" }>): string[] {
  if (before === null) {
    const lines = text.split("\n").length - 1;
    return [`write ${path} (${lines} ${lines === 1 ? "line" : "lines"}, new)`];
  }
  return [`change ${path}`, ...changedLines(before, text)];
}

function stepLines(step: ServiceStep): string[] {
  switch (step.kind) {
    case "copy-program":
      return [`copy the program in ${step.from} to ${step.to}`];
    case "write":
      return writeLines(step);
    case "link":
      return [
        step.before === null
          ? `link ${step.path} to ${step.target}`
          : `link ${step.path} to ${step.target} in place of ${step.before}`,
      ];
    case "remove":
      return [`remove ${step.path} (${step.why})`];
    case "run":
      return [`run \`${step.argv.join(" ")}\` to ${step.to}`];
  }
}

/** The steps as numbered lines, changes of files line by line. */
export function renderSteps(steps: readonly ServiceStep[]): string {
  return steps
    .flatMap((step, index) => {
      const [first = "", ...rest] = stepLines(step);
      return [`${String(index + 1).padStart(2)}. ${first}`, ...rest];
    })
    .join("\n");
}
