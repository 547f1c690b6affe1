import { PlatewardenError } from "../domain/errors.ts";

/** Prints a result: for programs as JSON on one line a value, for people as text. */
export function print(json: boolean, value: unknown, text: () => string): void {
  process.stdout.write(`${json ? JSON.stringify(value, null, 2) : text()}\n`);
}

/** Prints what went wrong and what to do, and sets the exit code. Errors of the table are 1; a bug shows its stack. */
export function printError(error: unknown, json: boolean): void {
  process.exitCode = 1;
  if (!(error instanceof PlatewardenError)) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`This is a fault of the program, please report it:\n${text}\n`);
    return;
  }
  const { code, message, detail } = error;
  const { remedy } = error.entry;
  if (json)
    process.stdout.write(
      `${JSON.stringify({ error: { code, message, remedy, detail } }, null, 2)}\n`,
    );
  process.stderr.write(`error ${code}: ${message}\n  ${remedy}\n`);
}
