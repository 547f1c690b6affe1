/** What is wrong with a profile beyond the shape of its fields: parts that do not fit each other. */

import { cellsPerLine } from "../../drivers/profile/cells.ts";
import { PLACEHOLDERS } from "../../drivers/profile/command-values.ts";
import { fixedText, movingPrefixes } from "../../drivers/profile/driver.ts";
import { codeFault } from "../../drivers/profile/faults.ts";
import type { Profile } from "../../drivers/profile/profile-schema.ts";
import { bringsPlate, readSequence } from "../../drivers/profile/read-plate.ts";
import { suggestName } from "../layout/closest-name.ts";
import type { Finding, Path } from "../layout/problem.ts";

/** What these do is to move something, whatever a profile says. */
const ALWAYS_MOVE = ["start", "open", "close", "shake"];

function problem(path: Path, message: string, remedy: string): Finding {
  return { severity: "error", check: "profile", path, message, remedy };
}

/** In no order. */
export function profileFindings(profile: Profile): Finding[] {
  return [
    ...framingFindings(profile),
    ...checksumFindings(profile),
    ...plateFindings(profile),
    ...commandFindings(profile),
    ...nameFindings(profile),
    ...sequenceFindings(profile),
    ...wavelengthFindings(profile),
    ...optionFindings(profile),
    ...statusFindings(profile),
    ...evidenceFindings(profile),
  ];
}

function framingFindings({ framing, turns }: Profile): Finding[] {
  const found: Finding[] = [];
  if (framing.mode === "prompt" && framing.prompt === undefined) {
    found.push(
      problem(["framing", "mode"], "mode `prompt` needs `prompt`", 'Name it, e.g. prompt = ">".'),
    );
  }
  if (framing.mode === "framed" && (framing.start === undefined || framing.end === undefined)) {
    const remedy = 'Name both, e.g. start = "\\u0002" and end = "\\u0003".';
    found.push(problem(["framing", "mode"], "mode `framed` needs `start` and `end`", remedy));
  }
  for (const key of ["enquiry", "acknowledge", "refuse", "close"] as const) {
    if (turns[key] === undefined || framing.mode === "framed") continue;
    const message = `\`${key}\` has a meaning only where frames are received`;
    found.push(problem(["turns", key], message, 'Leave it out, or set mode = "framed".'));
  }
  return found;
}

function checksumFindings({ checksum, framing }: Profile): Finding[] {
  if (checksum.kind === "none") return [];
  const isInFrame = framing.mode === "framed" && framing.check_bytes > 0;
  if (checksum.line === undefined && !isInFrame) {
    const remedy = "Give `line` a pattern with a group `sum`, or set `check_bytes` of frames.";
    return [problem(["checksum", "kind"], "nothing says where the checksum stands", remedy)];
  }
  if (checksum.form === "raw" && checksum.line !== undefined) {
    const remedy = 'Use "decimal" or "hex"; raw bytes can stand behind frames only.';
    return [problem(["checksum", "form"], "a checksum in a line of text is no raw byte", remedy)];
  }
  return [];
}

function plateFindings({ plate }: Profile): Finding[] {
  const found: Finding[] = [];
  const perLine = cellsPerLine(plate);
  const ways = (["cell", "cell_width", "cell_widths", "separator"] as const).filter(
    (key) => plate[key] !== undefined,
  );
  const [, second] = ways;
  if (second !== undefined) {
    const message = `\`${ways.join("` and `")}\` both say how a line is cut`;
    found.push(problem(["plate", second], message, "Keep one of them."));
  }
  if (plate.order === "triplets" && plate.triplet === undefined) {
    const remedy = "Give `triplet` a pattern with the groups row, column and value.";
    found.push(problem(["plate", "order"], "order `triplets` needs `triplet`", remedy));
  }
  if (96 % perLine !== 0) {
    const message = `${perLine} cells a line do not fill 96 wells`;
    found.push(
      problem(["plate", "cells_per_line"], message, "12 by rows and 8 by columns are usual."),
    );
  }
  if (plate.cell_widths !== undefined && plate.cell_widths.length !== perLine) {
    const message = `there are ${plate.cell_widths.length} widths for ${perLine} cells`;
    found.push(problem(["plate", "cell_widths"], message, "Give each cell of a line a width."));
  }
  const groups = [...(plate.begin?.groups ?? []), ...(plate.triplet?.groups ?? [])];
  if (plate.tie === "header" && !groups.includes("filter")) {
    const remedy = "Give `begin` (or `triplet`) a group `filter`: (?P<filter>\\d+).";
    found.push(problem(["plate", "tie"], "no block says which wavelength it is of", remedy));
  }
  return found;
}

function commandFindings(profile: Profile): Finding[] {
  const moving = movingPrefixes(profile);
  const tellsBusy = profile.status.codes.some((code) => code.means === "busy");
  return Object.entries(profile.commands).flatMap(([name, command]) => {
    const found: Finding[] = [];
    const at: Path = ["commands", name];
    if (ALWAYS_MOVE.includes(name) && !command.moves_hardware) {
      const remedy =
        "Write moves_hardware = true, so that it is never sent to find out what is there.";
      found.push(problem([...at, "moves_hardware"], `\`${name}\` moves hardware`, remedy));
    }
    if (command.retries > 0 && !command.idempotent && !tellsBusy) {
      const remedy = "Write idempotent = true if that is so, else retries = 0.";
      found.push(
        problem([...at, "retries"], `\`${name}\` is sent again though that may do more`, remedy),
      );
    }
    if (command.moves_hardware && command.send.prefix === "") {
      const message = `\`${name}\` begins with a placeholder, so that nobody can tell that it moves hardware`;
      found.push(problem([...at, "send"], message, "Begin it with fixed text."));
    }
    const text = fixedText(command.send, profile.framing.send_end);
    const begins = moving.find((prefix) => prefix !== "" && text.startsWith(prefix));
    if (!command.moves_hardware && begins !== undefined) {
      const message = `\`${name}\` begins like a command that moves hardware, \`${begins}\``;
      found.push(
        problem([...at, "send"], message, "Mark both alike, or write more of their texts."),
      );
    }
    if (name === "progress" && command.done === undefined) {
      const remedy = "Give it a pattern for the answer of a reader that has done.";
      found.push(problem(at, "`progress` has no `done`", remedy));
    }
    return [...found, ...placeholderFindings(profile, name)];
  });
}

function placeholderFindings(profile: Profile, name: string): Finding[] {
  const command = profile.commands[name];
  const known: readonly string[] = [...PLACEHOLDERS, ...Object.keys(profile.options)];
  return (["send", "send_single", "arguments"] as const).flatMap((key) =>
    (command?.[key]?.names ?? [])
      .filter((placeholder) => !known.includes(placeholder))
      .map((placeholder) =>
        problem(
          ["commands", name, key],
          `{${placeholder}} is neither a value of a read nor an option`,
          suggestName(placeholder, known),
        ),
      ),
  );
}

/** Names of commands that stand elsewhere. */
function nameFindings(profile: Profile): Finding[] {
  const { turns, sequences, wavelengths } = profile;
  const named: [Path, string | undefined][] = [
    [["turns", "lock"], turns.lock],
    [["turns", "release"], turns.release],
    [["wavelengths", "switch_off"], wavelengths.switch_off],
    ...(["identify", "read"] as const).flatMap((list) =>
      (sequences[list] ?? []).map((name, index): [Path, string] => [
        ["sequences", list, index],
        name,
      ]),
    ),
  ];
  const known = Object.keys(profile.commands);
  return named.flatMap(([path, name]) =>
    name === undefined || known.includes(name)
      ? []
      : [problem(path, `there is no command \`${name}\``, suggestName(name, known))],
  );
}

function sequenceFindings(profile: Profile): Finding[] {
  const found: Finding[] = [];
  (profile.sequences.identify ?? []).forEach((name, index) => {
    if (profile.commands[name]?.moves_hardware) {
      const message = `\`${name}\` moves hardware and would be sent to find out what is there`;
      found.push(problem(["sequences", "identify", index], message, "Take it out."));
    }
  });
  const sequence = readSequence(profile);
  const plateAt = sequence.findIndex((name) => bringsPlate(profile, name));
  if (plateAt < 0 && profile.push === undefined) {
    const remedy = "Describe `[commands.start]`, `[commands.fetch]` or `[push]`.";
    found.push(
      problem(["commands"], "no plate can come: nothing is commanded, nothing is pushed", remedy),
    );
  }
  const startAt = sequence.indexOf("start");
  const between = startAt < 0 ? [] : sequence.slice(startAt + 1, plateAt);
  for (const name of between.filter((one) => !profile.turns.during_read.includes(one))) {
    const remedy = "Add it to `during_read` of [turns] if the reader takes it then.";
    found.push(problem(["sequences", "read"], `\`${name}\` is sent while a plate is read`, remedy));
  }
  return found;
}

function wavelengthFindings(profile: Profile): Finding[] {
  const { wavelengths, commands } = profile;
  const found: Finding[] = [];
  if (wavelengths.reference === "switchable" && wavelengths.switch_off === undefined) {
    const remedy = "Name the command in `switch_off`.";
    found.push(
      problem(["wavelengths", "reference"], "nothing says how it is switched off", remedy),
    );
  }
  if (commands.filters !== undefined && wavelengths.item === undefined) {
    const remedy = "Give `item` of [wavelengths] a pattern with a group `nm`.";
    found.push(problem(["commands", "filters"], "nothing says how its list is read", remedy));
  }
  if (wavelengths.min_nm >= wavelengths.max_nm) {
    const message = `\`min_nm\` is not below \`max_nm\``;
    found.push(problem(["wavelengths", "min_nm"], message, "Give the range of the reader."));
  }
  return found;
}

function optionFindings({ options, time_outs }: Profile): Finding[] {
  const wrong = Object.entries(options).flatMap(([name, option]) => {
    const { default: standard, choices, min, max } = option;
    const fits =
      (choices === undefined || choices.includes(standard)) &&
      (typeof standard !== "number" ||
        (standard >= (min ?? standard) && standard <= (max ?? standard)));
    const message = `the default of \`${name}\` is not among its own values`;
    return fits ? [] : [problem(["options", name, "default"], message, "Correct one of them.")];
  });
  const unknown = (["read_shake_option", "read_delay_option"] as const).flatMap((key) => {
    const name = time_outs[key];
    if (name === undefined || typeof options[name]?.default === "number") return [];
    const remedy = suggestName(name, Object.keys(options));
    return [problem(["time_outs", key], `there is no option \`${name}\` that is a number`, remedy)];
  });
  const reserved = Object.keys(options).filter((name) => name === "filtersNm");
  return [
    ...wrong,
    ...unknown,
    ...reserved.map((name) =>
      problem(
        ["options", name],
        `\`${name}\` is an option of every profile`,
        "Choose another name.",
      ),
    ),
  ];
}

function statusFindings({ status }: Profile): Finding[] {
  const found: Finding[] = [];
  if (status.codes.length > 0 && status.error === undefined) {
    const remedy = "Give `error` a pattern with a group `code`.";
    found.push(problem(["status", "codes"], "no pattern finds these codes", remedy));
  }
  status.codes.forEach((code, index) => {
    const isDouble =
      status.codes.findIndex((other) => codeFault(other.code) === codeFault(code.code)) < index;
    if (isDouble) {
      const message = `the code ${code.code} stands there twice`;
      found.push(problem(["status", "codes", index, "code"], message, "Keep one of them."));
    }
  });
  return found;
}

/** What a profile claims of its proof. */
function evidenceFindings({ identity, simulation }: Profile): Finding[] {
  const found: Finding[] = [];
  if (identity.verification !== "manual-only" && identity.tested_on.length === 0) {
    const message = `verification \`${identity.verification}\` names no reader it was tested on`;
    const remedy = 'Name it in `tested_on`, or write verification = "manual-only".';
    found.push(problem(["identity", "verification"], message, remedy));
  }
  if (simulation.example.length === 0) {
    const message =
      "there is no example conversation, so nothing shows that the profile does what it says";
    const remedy = "Add [[simulation.example]] from the manual, or from a recording.";
    found.push({ ...problem(["simulation"], message, remedy), severity: "warning" });
  }
  simulation.fault.forEach((fault, index) => {
    if (simulation.example.some((one) => one.title === fault.example)) return;
    const remedy = suggestName(
      fault.example,
      simulation.example.map((one) => one.title),
    );
    found.push(
      problem(["simulation", "fault", index, "example"], "there is no such example", remedy),
    );
  });
  simulation.example.forEach((example, index) => {
    if (example.dialogue !== "readPlate" || example.measurement_nm !== undefined) return;
    const remedy = "Say what was asked for, e.g. measurement_nm = 570.";
    found.push(problem(["simulation", "example", index], "a read needs `measurement_nm`", remedy));
  });
  return found;
}
