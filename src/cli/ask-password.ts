/** A password from the terminal, which does not show it, or from standard input. */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { PlatewardenError } from "../domain/errors.ts";

/** Longer than any password that is taken. */
const MOST_CHARACTERS = 4000;

/** Asks twice. Throws REQUEST_INVALID where there is no terminal, or the two differ. */
export async function askNewPassword(name: string): Promise<string> {
  if (process.stdin.isTTY !== true) {
    throw new PlatewardenError(
      "REQUEST_INVALID",
      "There is no terminal to ask for the password: give it with --password-stdin.",
    );
  }
  const first = await askHidden(`First password of ${name}: `);
  const second = await askHidden("Once more: ");
  if (first === second) return first;
  throw new PlatewardenError("REQUEST_INVALID", "The two passwords differ.");
}

/** The first line of standard input. Throws REQUEST_INVALID where it is empty or endless. */
export async function passwordFromInput(
  input: AsyncIterable<Buffer | string> = process.stdin,
): Promise<string> {
  let text = "";
  for await (const piece of input) {
    text += piece.toString();
    if (text.includes("\n") || text.length > MOST_CHARACTERS) break;
  }
  const line = text.split(/\r?\n/, 1)[0] ?? "";
  if (line !== "" && line.length <= MOST_CHARACTERS) return line;
  throw new PlatewardenError(
    "REQUEST_INVALID",
    "Standard input must hold the password alone, on one line.",
  );
}

/** What is typed goes nowhere but into the answer; Ctrl-C ends the command as usual. */
async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_text, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      const broken = (): void =>
        reject(new PlatewardenError("REQUEST_INVALID", "No password was given."));
      terminal.once("SIGINT", broken);
      terminal.once("close", broken);
      terminal.question("").then(resolve, reject);
    });
  } finally {
    terminal.close();
    process.stderr.write("\n");
  }
}
