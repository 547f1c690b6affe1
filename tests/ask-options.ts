/** The options of the long runs (`npm run chaos`, `fuzz`, `bench`, …): what they are, and what is wrong with them. */
import { Command, InvalidArgumentError, Option } from "commander";

interface NumberOption {
  readonly help: string;
  readonly number: number | null;
}

interface TextOption {
  readonly help: string;
  readonly text: string | null;
}

type AskedOption = NumberOption | TextOption;

type Answers<Asked extends Readonly<Record<string, AskedOption>>> = {
  readonly [Name in keyof Asked]: Asked[Name] extends NumberOption
    ? Asked[Name]["number"] extends number
      ? number
      : number | null
    : Asked[Name] extends { readonly text: string }
      ? string
      : string | null;
};

function positive(written: string): number {
  const value = Number(written);
  if (written.trim() !== "" && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a number above 0.");
}

function optionOf(name: string, asked: AskedOption): Option {
  const value = "number" in asked ? "NUMBER" : "TEXT";
  const option = new Option(`--${name} <${value}>`, asked.help);
  const usual = "number" in asked ? asked.number : asked.text;
  if ("number" in asked) option.argParser(positive);
  return usual === null ? option : option.default(usual);
}

/**
 * What stands on the command line; `--help` says it and ends with 0, anything unknown or impossible ends with 2 before
 * anything has been done. A number or text that was not given is its default; a text without one is null.
 */
export function askOptions<const Asked extends Readonly<Record<string, AskedOption>>>(
  script: string,
  summary: string,
  asked: Asked,
): Answers<Asked> {
  const command = new Command(`npm run ${script} --`)
    .description(summary)
    .allowExcessArguments(false)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  for (const [name, one] of Object.entries(asked)) command.addOption(optionOf(name, one));
  const given = command.parse().opts<Record<string, unknown>>();
  const camel = (name: string): string =>
    name.replaceAll(/-(.)/g, (_dash, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    Object.keys(asked).map((name) => [name, given[camel(name)] ?? null]),
  ) as Answers<Asked>;
}
