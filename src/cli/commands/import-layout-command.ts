/** `platewarden layout import`: a layout of another program as a draft of a layout file. */
import { type Command, Option } from "commander";
import { checkLayoutText } from "../../layout/check-layout-text.ts";
import {
  describeProblem,
  IMPORT_SOURCES,
  type ImportSource,
  importLayout,
} from "../../layout/import-layout.ts";
import { countProblems, hasErrors } from "../../layout/problem.ts";
import { readTextFile } from "../read-text-file.ts";

interface ImportOptions {
  readonly from: ImportSource;
  readonly id: string;
  readonly json?: boolean;
}

export function addImportLayout(layout: Command): void {
  layout
    .command("import")
    .description(
      "Turn a layout of plater, wellmap or a CSV table into a draft, printed; remarks go to the error output. Exit 1 if it has errors.",
    )
    .argument("<file>", "the other program's file")
    .addOption(
      new Option("--from <FORMAT>", "what kind of file it is")
        .choices(IMPORT_SOURCES)
        .makeOptionMandatory(),
    )
    .requiredOption("--id <ID>", "id of the layout it becomes")
    .option("--json", "print JSON")
    .action(printDraft);
}

function printDraft(file: string, { from, id, json }: ImportOptions): void {
  const { text, problems } = importLayout(from, readTextFile(file), id);
  if (json) process.stdout.write(`${JSON.stringify({ text, problems }, null, 2)}\n`);
  else {
    if (text !== null) process.stdout.write(text);
    const lines = [...problems.map(describeProblem), ...verdictOn(text)];
    process.stderr.write(lines.map((line) => `${file}: ${line}\n`).join(""));
  }
  if (hasErrors(problems)) process.exitCode = 1;
}

/** A draft is rarely a layout yet: what is still missing is counted, and told by `layout check`. */
function verdictOn(text: string | null): string[] {
  if (text === null) return ["there are errors, so there is no draft."];
  const { problems } = checkLayoutText(text);
  if (problems.length === 0) return [];
  return [`the draft has ${countProblems(problems)}: save it and run platewarden layout check.`];
}
