/** Turn-taking, answers and refusals, remote control, and what happens around a read. */
import { describe, expect, test } from "vitest";
import {
  driverOf,
  faultOf,
  plateOf,
  play,
  rowLines,
  tokensOf,
  USUAL_TOKENS,
} from "./play-profile.ts";

const STATUS = `[status]
ok = '^OK ?'
error = '^ERR (?P<code>\\w+)'
[[status.codes]]
code = "E1"
text = "the door is open"
remedy = "Close the door"
[[status.codes]]
code = "W1"
text = "the lamp is old"
fatal = false
[[status.codes]]
code = "B1"
text = "it is busy"
means = "busy"
retry = true
[[status.codes]]
code = "L1"
text = "it is in local mode"
means = "not-locked"
`;

const READ = `[commands.start]
send = "READ {nm_list}"
moves_hardware = true
[commands.retransmit]
send = "AGAIN"
idempotent = true
moves_hardware = false
[commands.lock]
send = "LOCK"
moves_hardware = false
[commands.release]
send = "FREE"
moves_hardware = false
[turns]
lock = "lock"
release = "release"
`;

const PLATE = `${["PLATE", ...rowLines(), "END"].join("\r")}\r`;
const READER = { measurementNm: 570, referenceNm: null };

function reader(more = "", plate = "") {
  return driverOf(`${READ}${STATUS}${more}`, `end = '^END'\n${plate}`, false);
}

describe("a read", () => {
  test("takes remote control, reads, and gives it back", () => {
    const read = play(reader().dialogues.readPlate(READER, {}), "", "OK\r", `OK ${PLATE}`, "OK\r");
    expect(read.sent).toEqual(["LOCK\r", "READ 570\r", "FREE\r"]);
    expect(tokensOf(plateOf(read))).toEqual(USUAL_TOKENS);
    expect(plateOf(read).warnings).toEqual([]);
  });

  test("gives remote control back after a refusal as well", () => {
    const read = play(reader().dialogues.readPlate(READER, {}), "", "OK\r", "ERR E1\r", "OK\r");
    expect(faultOf(read)).toBe("CODE_E1");
    expect(read.sent.at(-1)).toBe("FREE\r");
    expect(reader().faults.CODE_E1?.remedy).toBe("Close the door.");
  });

  test("a code that is a warning passes and stands beside the plate", () => {
    const read = play(
      reader().dialogues.readPlate(READER, {}),
      "",
      "ERR W1\r",
      `OK ${PLATE}`,
      "OK\r",
    );
    expect(plateOf(read).warnings.map(({ code }) => code)).toEqual(["READER_WARNING"]);
  });

  test("a code that nobody listed is a refusal", () => {
    expect(faultOf(play(reader().dialogues.readPlate(READER, {}), "", "ERR X9\r"))).toBe(
      "READER_REFUSED",
    );
  });

  test("noise before an answer is shown and passed over", () => {
    const read = play(
      reader().dialogues.readPlate(READER, {}),
      "",
      "x!x\rOK\r",
      `OK ${PLATE}`,
      "OK\r",
    );
    expect(read.rejected).toEqual(["x!x"]);
    expect(tokensOf(plateOf(read))).toEqual(USUAL_TOKENS);
  });

  test("no plate is a fault of its own", () => {
    expect(faultOf(play(reader().dialogues.readPlate(READER, {}), "", "OK\r"))).toBe("NO_PLATE");
  });

  test("nobody there", () => {
    expect(faultOf(play(reader().dialogues.readPlate(READER, {}), ""))).toBe("NO_ANSWER");
  });

  test("a wavelength beyond the range is refused before anything moves", () => {
    const read = play(
      reader().dialogues.readPlate({ ...READER, measurementNm: 1050 }, {}),
      "",
      "OK\r",
    );
    expect(faultOf(read)).toBe("WAVELENGTH_NOT_POSSIBLE");
    expect(read.sent).toEqual(["LOCK\r", "FREE\r"]);
  });

  test("a reader that only sends cannot be told to read", () => {
    expect(faultOf(play(driverOf("").dialogues.readPlate(READER, {}), ""))).toBe(
      "CANNOT_BE_COMMANDED",
    );
  });

  test("progress is asked for until the read has ended", () => {
    const more = `[commands.progress]
send = "HOW"
done = 'IDLE'
moves_hardware = false
[commands.fetch]
send = "SEND"
moves_hardware = false
`;
    const answers = ["OK\r", "OK\r", "OK BUSY\r", "OK BUSY\r", "OK IDLE\r", `OK ${PLATE}`, "OK\r"];
    const read = play(reader(more).dialogues.readPlate(READER, {}), "", ...answers);
    expect(read.sent).toEqual([
      "LOCK\r",
      "READ 570\r",
      "HOW\r",
      "HOW\r",
      "HOW\r",
      "SEND\r",
      "FREE\r",
    ]);
    expect(read.pausesMs).toEqual([1000, 1000]);
    expect(tokensOf(plateOf(read))).toEqual(USUAL_TOKENS);
  });

  test("a read that does not end is given up after the time a read may take", () => {
    const more = `[commands.progress]
send = "HOW"
done = 'IDLE'
moves_hardware = false
[commands.fetch]
send = "SEND"
moves_hardware = false
[time_outs]
read_base_ms = 3000
read_per_wavelength_ms = 1000
`;
    const answers = ["OK\r", "OK\r", ...Array.from({ length: 9 }, () => "OK BUSY\r")];
    const read = play(reader(more).dialogues.readPlate(READER, {}), "", ...answers);
    expect(faultOf(read)).toBe("READ_NOT_ENDING");
    expect(read.pausesMs).toHaveLength(5);
  });
});

describe("damage", () => {
  const sumLine =
    '[checksum]\nkind = "sum256"\nline = \'^SUM (?P<sum>\\d+)$\'\nline_ends = "not-counted"\n';
  const sum = [...rowLines().join("")].reduce((all, one) => all + one.charCodeAt(0), 0) % 256;
  const withSum = (value: number) =>
    `${["PLATE", ...rowLines(), `SUM ${value}`, "END"].join("\r")}\r`;
  const read = (mismatch: string, ...answers: string[]) => {
    const driver = reader(`${sumLine}on_mismatch = "${mismatch}"\n`);
    return play(driver.dialogues.readPlate(READER, {}), "", "OK\r", ...answers);
  };

  test("a right checksum says nothing", () => {
    expect(plateOf(read("retransmit", `OK ${withSum(sum)}`)).warnings).toEqual([]);
  });

  test("retransmit: the copy whose checksum is right counts", () => {
    const played = read("retransmit", `OK ${withSum(sum + 1)}`, `OK ${withSum(sum)}`);
    expect(played.sent).toContain("AGAIN\r");
    expect(plateOf(played).warnings.map(({ code }) => code)).toEqual(["RETRANSMITTED"]);
  });

  test("retransmit: the same twice is believed, with a warning", () => {
    const played = read("retransmit", `OK ${withSum(sum + 1)}`, `OK ${withSum(sum + 1)}`);
    expect(plateOf(played).warnings.map(({ code }) => code)).toEqual(["CHECKSUM"]);
  });

  test("warn: kept at once, with a warning", () => {
    const played = read("warn", `OK ${withSum(sum + 1)}`);
    expect(played.sent).not.toContain("AGAIN\r");
    expect(plateOf(played).warnings.map(({ code }) => code)).toEqual(["CHECKSUM"]);
  });

  test("reject: given up, however often the same comes", () => {
    const bad = `OK ${withSum(sum + 1)}`;
    expect(faultOf(read("reject", bad, bad, bad))).toBe("DAMAGED_TRANSFER");
  });

  test("a checksum that is missing is a warning, or damage where it is required", () => {
    expect(plateOf(read("warn", `OK ${PLATE}`)).warnings.map(({ code }) => code)).toEqual([
      "NO_CHECKSUM",
    ]);
    const driver = reader(`${sumLine}required = true\n`);
    const again = Array.from({ length: 3 }, () => `OK ${PLATE}`);
    expect(faultOf(play(driver.dialogues.readPlate(READER, {}), "", "OK\r", ...again))).toBe(
      "DAMAGED_TRANSFER",
    );
  });

  test("a plate that was damaged three times keeps what there is", () => {
    const half = `${["PLATE", ...rowLines().slice(0, 4)].join("\r")}\r`;
    const played = read("warn", ...Array.from({ length: 3 }, () => `OK ${half}`));
    expect(faultOf(played)).toBe("DAMAGED_TRANSFER");
    expect(tokensOf(plateOf(played)).slice(0, 4)).toEqual(USUAL_TOKENS.slice(0, 4));
  });
});

describe("turns", () => {
  const ask = (more: string, ...answers: string[]) => {
    const text = `[commands.identify]\nsend = "ID"\nmoves_hardware = false\n${more}${STATUS}`;
    return play(driverOf(text).dialogues.identify({}), "", ...answers);
  };

  test("after silence a command is sent again as often as it may be", () => {
    const asked = ask("idempotent = true\nretries = 2\n", "", "", "OK\r");
    expect(asked.sent).toEqual(["ID\r", "ID\r", "ID\r"]);
    expect(asked.outcome.kind).toBe("done");
  });

  test("a refusal is no reason to ask again, a busy reader is", () => {
    const more = "idempotent = true\nretries = 2\n";
    expect(ask(more, "ERR E1\r", "OK\r").sent).toHaveLength(1);
    const busy = ask(more, "ERR B1\r", "OK\r");
    expect(busy.sent).toHaveLength(2);
    expect(busy.pausesMs).toEqual([1000]);
  });

  test("arguments follow the acknowledgement", () => {
    const more = 'arguments = "7"\n[turns]\nwait_for_ack = true\nmin_gap_ms = 50\n';
    const asked = ask(more, "\u0006", "\u0006OK\r");
    expect(asked.sent).toEqual(["ID\r", "7\r"]);
    expect(asked.pausesMs).toEqual([50]);
    expect(faultOf(ask(more, "\u0015"))).toBe("READER_REFUSED");
    expect(faultOf(ask(more, "xx"))).toBe("NOT_UNDERSTOOD");
  });

  test("an answer that is not what was expected names another reader", () => {
    expect(faultOf(ask("expect = 'ONE'\n", "OK TWO\r"))).toBe("WRONG_MODEL");
  });
});

describe("the last plate", () => {
  const held = { readMayBeUnderWay: false };
  const fetch = (...answers: string[]) => {
    const { lastPlate } = reader().dialogues;
    if (lastPlate === null) throw new Error("it keeps its last plate");
    return play(lastPlate({}, held), "", ...answers);
  };
  const resultOf = ({ outcome }: ReturnType<typeof play>): unknown =>
    outcome.kind === "done" ? outcome.result : null;

  test("a reader that was never released proves it by obeying without a lock", () => {
    const fetched = fetch(`OK ${PLATE}`, "OK\r");
    expect(fetched.sent).toEqual(["AGAIN\r", "FREE\r"]);
    expect(resultOf(fetched)).toMatchObject({ remoteControlHeld: true });
    expect(tokensOf(plateOf(fetched))).toEqual(USUAL_TOKENS);
  });

  test("a reader that was released meanwhile may have been used at its panel", () => {
    const fetched = fetch("ERR L1\r", "OK\r", `OK ${PLATE}`, "OK\r");
    expect(fetched.sent).toEqual(["AGAIN\r", "LOCK\r", "AGAIN\r", "FREE\r"]);
    expect(resultOf(fetched)).toMatchObject({ remoteControlHeld: false });
  });

  test("a reader that refuses holds none", () => {
    expect(resultOf(fetch("ERR E1\r", "OK\r"))).toEqual({ plate: null, remoteControlHeld: true });
  });

  test("without a code for a reader that was released nothing is proved", () => {
    const driver = driverOf(READ, "end = '^END'", false);
    const { lastPlate } = driver.dialogues;
    if (lastPlate === null) throw new Error("it keeps its last plate");
    const fetched = play(lastPlate({}, held), "", "yes\r", PLATE, "yes\r");
    expect(resultOf(fetched)).toMatchObject({ remoteControlHeld: false });
    expect(tokensOf(plateOf(fetched))).toEqual(USUAL_TOKENS);
  });
});

describe("a run that was broken off", () => {
  test("is aborted and released; a plate that still comes is handed on", () => {
    const driver = reader('[commands.abort]\nsend = "STOP"\nmoves_hardware = false\n');
    const released = play(driver.dialogues.release({}), "", "OK\r", `OK ${PLATE}OK\r`);
    expect(released.sent).toEqual(["STOP\r", "FREE\r"]);
    expect(tokensOf(plateOf(released))).toEqual(USUAL_TOKENS);
  });

  test("silence is no fault", () => {
    expect(play(reader().dialogues.release({}), "").outcome).toEqual({
      kind: "done",
      result: { plate: null },
    });
  });
});

describe("what comes unasked", () => {
  test("the late answer to a command is a plate, raw", () => {
    const heard = play(reader().dialogues.listen({}), `OK ${PLATE}`);
    expect(plateOf(heard).referenceSubtracted).toBe(false);
    expect(tokensOf(plateOf(heard))).toEqual(USUAL_TOKENS);
  });

  test("words that are no plate are shown, and give none", () => {
    const heard = play(driverOf("").dialogues.listen({}), "hello\rworld\r");
    expect(heard.outcome).toEqual({ kind: "done", result: { plate: null } });
    expect(heard.rejected).toEqual(["hello", "world"]);
  });

  test("a head without wells is shown, and gives none", () => {
    const heard = play(driverOf("").dialogues.listen({}), "PLATE\rnothing\r");
    expect(heard.outcome).toEqual({ kind: "done", result: { plate: null } });
    expect(heard.rejected).toContain("nothing");
  });

  test("a printed time that is only that of sending does not tell two plates apart", () => {
    const more = "clock_in_duplicate_key = false\n";
    const capture = "capture = ['^TIME (?P<clock>.*)$']";
    const text = `${["PLATE", "TIME 10:15", ...rowLines()].join("\r")}\r`;
    expect(plateOf(play(driverOf("", capture).dialogues.listen({}), text)).readerClock).toBe(
      "10:15",
    );
    expect(
      plateOf(play(driverOf(more, capture).dialogues.listen({}), text)).readerClock,
    ).toBeNull();
  });

  test("temperature and barcode are taken from the lines that name them", () => {
    const capture = "capture = ['^BC (?P<barcode>.*)$', '^T=(?P<temperature>[0-9,]+)']";
    const text = `${["PLATE", "BC ALL-2", "T=25,1 C", ...rowLines()].join("\r")}\r`;
    expect(plateOf(play(driverOf("", capture).dialogues.listen({}), text))).toMatchObject({
      plateBarcode: "ALL-2",
      temperatureC: 25.1,
    });
  });
});
