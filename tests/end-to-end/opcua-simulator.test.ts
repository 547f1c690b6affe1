/** The simulated LADS reader as a plain OPC UA client sees it: a well-behaved server, and each odd habit. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AttributeIds,
  ClientSubscription,
  constructEventFilter,
  DataType,
  type DataValue,
  StatusCodes,
  TimestampsToReturn,
  Variant,
} from "node-opcua";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { DEFAULT_KNOBS, type Knobs } from "../../drivers/opcua-lads/simulator/knobs.ts";
import {
  type OpcUaSimulator,
  startOpcUaSimulator,
} from "../../drivers/opcua-lads/simulator/start-simulator.ts";
import { createClientIdentity, type Order, type PlainClient } from "./plain-lads-client.ts";

let identity: Awaited<ReturnType<typeof createClientIdentity>>;
let simulator: OpcUaSimulator;

beforeAll(async () => {
  identity = await createClientIdentity();
  simulator = await startOpcUaSimulator();
});

afterEach(async () => {
  await identity.hangUp();
});

afterAll(async () => {
  await simulator.stop();
  await identity.close();
});

/** Well G12 is saturated; every other value is its own. */
function plate(id: string) {
  const measurement = Array.from({ length: 8 }, (_, row) =>
    Array.from({ length: 12 }, (_, column): number | null =>
      row === 6 && column === 11 ? null : Number((0.1 + row * 0.2 + column * 0.013).toFixed(4)),
    ),
  );
  const reference = measurement.map((row, r) => row.map((_, c) => 0.04 + r * 0.001 + c * 0.0001));
  return { id, measurement, reference };
}

const SATURATED = 6 * 12 + 11;
const P1 = plate("P1");
const MEASUREMENT = P1.measurement.flat();
const A570 = "Absorbance 570 nm";

/** Well-behaved but for `knobs`, restarted so that those of the model count too. */
async function restarted(knobs: Partial<Knobs> = {}): Promise<PlainClient> {
  await simulator.restart({ set: { ...DEFAULT_KNOBS, ...knobs } });
  return identity.connect(simulator.endpoint);
}

/** Well-behaved but for `knobs` that need no restart. */
async function withKnobs(knobs: Partial<Knobs> = {}): Promise<PlainClient> {
  await simulator.setKnobs({ ...DEFAULT_KNOBS, ...knobs });
  return identity.connect(simulator.endpoint);
}

async function started(client: PlainClient, order: Order = {}): Promise<string> {
  const answer = await client.start(order);
  expect(answer.statusCode).toBe(StatusCodes.Good);
  return String(answer.outputArguments?.[0]?.value);
}

async function complete(runId: string): Promise<void> {
  await simulator.waitFor((one) => one.event === "result-complete" && one.runId === runId);
}

async function read(client: PlainClient, order: Order = {}): Promise<string> {
  await simulator.insert(P1);
  const runId = await started(client, order);
  await complete(runId);
  return runId;
}

function numbers(value: unknown): number[] {
  if (!(value instanceof Float64Array)) throw new Error(`no doubles: ${String(value)}`);
  return Array.from(value);
}

async function inResult(client: PlainClient, runId: string, path: string): Promise<unknown> {
  return client.value(client.inResult(runId, path));
}

async function namesIn(client: PlainClient, runId: string, set: string): Promise<string[]> {
  const found = await client.children(await client.at(client.inResult(runId, set)));
  return found.map(({ name }) => name).filter((name) => name !== "NodeVersion");
}

function subscribe(client: PlainClient): ClientSubscription {
  return ClientSubscription.create(client.session, {
    requestedPublishingInterval: 50,
    requestedLifetimeCount: 100,
    requestedMaxKeepAliveCount: 10,
    publishingEnabled: true,
  });
}

async function unitState(client: PlainClient): Promise<DataValue> {
  return client.data(`${client.unit}/FunctionalUnitState/CurrentState`);
}

describe("a well-behaved server", () => {
  test("runs a program and gives both wavelengths, row by row", async () => {
    const client = await restarted();
    const runId = await read(client, { taskId: "task-1", barcode: "P1" });

    const values = numbers(await inResult(client, runId, `VariableSet/${A570}`));
    expect(values).toEqual(MEASUREMENT.map((au) => au ?? Number.NaN));
    const reference = numbers(await inResult(client, runId, "VariableSet/Absorbance 650 nm"));
    expect(reference).toEqual(P1.reference.flat());

    expect(await inResult(client, runId, "DeviceProgramRunId")).toBe(runId);
    expect(await inResult(client, runId, "SupervisoryTaskId")).toBe("task-1");
    expect(await inResult(client, runId, "User")).toBe("lab");
    expect(await inResult(client, runId, "Samples")).toMatchObject([{ containerId: "P1" }]);
    const [begun, ended] = [
      await inResult(client, runId, "Started"),
      await inResult(client, runId, "Stopped"),
    ];
    expect(Number(ended)).toBeGreaterThan(Number(begun));
  });

  test("passes Running, Stopping and Stopped, and tells what it is doing", async () => {
    const client = await withKnobs({ runMs: 800, passingMs: 200 });
    const seen: string[] = [];
    const subscription = subscribe(client);
    const item = await subscription.monitor(
      {
        nodeId: await client.at(`${client.unit}/FunctionalUnitState/CurrentState`),
        attributeId: AttributeIds.Value,
      },
      { samplingInterval: 0, queueSize: 20, discardOldest: true },
      TimestampsToReturn.Both,
    );
    item.on("changed", (change: DataValue) => seen.push(change.value.value.text));
    const runId = await started(client);
    const active = `${client.unit}/ProgramManager/ActiveProgram`;
    expect(await client.value(`${active}/DeviceProgramRunId`)).toBe(runId);
    expect(await client.value(`${active}/EstimatedRuntime`)).toBe(800);
    await complete(runId);
    await expect.poll(() => seen.slice(-3)).toEqual(["Running", "Stopping", "Stopped"]);
    await subscription.terminate();
  });

  test("StartProgram below Operational takes the template last, and starts the same run", async () => {
    const client = await withKnobs();
    const onState = await client.at(`${client.unit}/FunctionalUnitState/StartProgram`);
    const onOperational = await client.at(`${client.unit}/Operational/StartProgram`);
    expect((await client.argumentsOf(onState))[0]).toBe("ProgramTemplateId");
    expect((await client.argumentsOf(onOperational)).at(-1)).toBe("ProgramTemplateId");
    const runId = await read(client, { place: "Operational", taskId: "task-2" });
    expect(await inResult(client, runId, "SupervisoryTaskId")).toBe("task-2");
  });

  test("reads any wavelength it is told, and refuses one it has not", async () => {
    const client = await withKnobs();
    const runId = await read(client, { template: "SingleWavelength", wavelength: "595" });
    expect(await namesIn(client, runId, "VariableSet")).toEqual(["Absorbance 595 nm"]);
    const refused = await client.start({ template: "SingleWavelength", wavelength: "200" });
    expect(refused.statusCode).toBe(StatusCodes.BadInvalidArgument);
  });

  test("gives its result as two files, read piece by piece", async () => {
    const client = await withKnobs();
    const runId = await read(client);
    const csv = await readFile(client, client.inResult(runId, `FileSet/${runId}.csv/File`), 100);
    const lines = csv.split("\r\n");
    expect(lines[0]).toBe("Plate,Well,Absorbance 570 nm [AU],Absorbance 650 nm [AU]");
    expect(lines[1]).toBe("P1,A1,0.1000,0.0400");
    expect(lines[SATURATED + 1]).toBe("P1,G12,OVRFLW,0.0471");
    const path = client.inResult(runId, `FileSet/${runId}.asm.json`);
    expect(await client.value(`${path}/MimeType`)).toBe("application/json");
    const asm = await readFile(client, `${path}/File`, 8192);
    const documents = JSON.parse(asm)["plate reader aggregate document"]["plate reader document"];
    const [first] = documents[0]["measurement aggregate document"]["measurement document"];
    expect(documents).toHaveLength(96);
    expect(first.absorbance).toEqual({ value: 100, unit: "mAU" });
  });

  test("a run at the panel has no task, but the barcode of its plate", async () => {
    const client = await withKnobs();
    await simulator.insert(plate("BC-7"));
    const runId = await simulator.pressStart();
    await complete(runId);
    expect(await inResult(client, runId, "SupervisoryTaskId")).toBe("");
    expect(await inResult(client, runId, "Samples")).toMatchObject([{ containerId: "BC-7" }]);
  });

  test("counts up NodeVersion of the ResultSet", async () => {
    const client = await withKnobs();
    const path = `${client.unit}/ProgramManager/ResultSet/NodeVersion`;
    const before = Number(await client.value(path));
    await read(client);
    expect(Number(await client.value(path))).toBeGreaterThanOrEqual(before + 2);
  });
});

async function readFile(client: PlainClient, path: string, chunk: number): Promise<string> {
  const byte = new Variant({ dataType: DataType.Byte, value: 1 });
  const opened = await client.call(`${path}/Open`, [byte]);
  const handle = new Variant({
    dataType: DataType.UInt32,
    value: opened.outputArguments?.[0]?.value,
  });
  const length = new Variant({ dataType: DataType.Int32, value: chunk });
  const pieces: Buffer[] = [];
  for (;;) {
    const answer = await client.call(`${path}/Read`, [handle, length]);
    const piece: Buffer = answer.outputArguments?.[0]?.value ?? Buffer.alloc(0);
    pieces.push(piece);
    if (piece.length < chunk) break;
  }
  expect((await client.call(`${path}/Close`, [handle])).statusCode).toBe(StatusCodes.Good);
  const whole = Buffer.concat(pieces);
  expect(await client.value(`${path}/Size`)).toEqual([0, whole.length]);
  return whole.toString();
}

test("the unit raises events that the device passes on", async () => {
  const client = await withKnobs();
  const subscription = subscribe(client);
  const item = await subscription.monitor(
    { nodeId: await client.at("PlateReader"), attributeId: AttributeIds.EventNotifier },
    { queueSize: 100, discardOldest: true, filter: constructEventFilter(["Message"]) },
    TimestampsToReturn.Both,
  );
  const messages: string[] = [];
  item.on("changed", (fields: Variant[]) => messages.push(fields[0]?.value?.text));
  const runId = await simulator.pressStart();
  await expect
    .poll(() => messages)
    .toEqual(expect.arrayContaining([`Run ${runId} started`, `Run ${runId} finished`]));
  await subscription.terminate();
});

describe("odd habits of a run", () => {
  test("Running is followed by Stopped at once", async () => {
    const client = await withKnobs({ passesStopping: false });
    const from = simulator.events.length;
    await read(client);
    const states = simulator.events
      .slice(from)
      .flatMap((one) => (one.event === "state" ? [one.unit] : []));
    expect(states).toEqual(["Running", "Stopped"]);
  });

  test("values and files come after Stopped, one by one", async () => {
    const client = await withKnobs({ lateResultMs: 300 });
    await simulator.insert(P1);
    const runId = await started(client);
    await simulator.waitFor((one) => one.event === "run-finished" && one.runId === runId);
    expect((await unitState(client)).value.value.text).toBe("Stopped");
    expect(await namesIn(client, runId, "VariableSet")).toEqual([]);
    await complete(runId);
    expect(await namesIn(client, runId, "VariableSet")).toHaveLength(2);
    expect(await namesIn(client, runId, "FileSet")).toHaveLength(2);
  });

  test.each([
    ["never", 0],
    ["start-only", 1],
  ] as const)("NodeVersion is counted up %s", async (nodeVersion, more) => {
    const client = await withKnobs({ nodeVersion });
    const path = `${client.unit}/ProgramManager/ResultSet/NodeVersion`;
    const before = Number(await client.value(path));
    await read(client);
    expect(Number(await client.value(path))).toBe(before + more);
  });

  test("a run that never ends gives no estimate, and is ended by Stop", async () => {
    const client = await withKnobs({ neverEnds: true });
    const runId = await started(client);
    const estimate = await client.data(
      `${client.unit}/ProgramManager/ActiveProgram/EstimatedRuntime`,
    );
    expect(estimate.statusCode).toBe(StatusCodes.BadNoData);
    const stop = await client.call(`${client.unit}/FunctionalUnitState/Stop`);
    expect(stop.statusCode).toBe(StatusCodes.Good);
    await complete(runId);
    expect((await unitState(client)).value.value.text).toBe("Stopped");
  });

  test("an aborted run waits to be cleared; what was not read is NaN", async () => {
    const client = await withKnobs({ runMs: 4000, overflow: 9.9999 });
    await simulator.insert(P1);
    const runId = await started(client);
    expect((await client.start()).statusCode).toBe(StatusCodes.BadInvalidState);
    await simulator.pressAbort();
    await complete(runId);
    expect((await unitState(client)).value.value.text).toBe("Aborted");
    const values = numbers(await inResult(client, runId, `VariableSet/${A570}`));
    expect(values.at(-1)).toBeNaN();
    expect((await client.start()).statusCode).toBe(StatusCodes.BadInvalidState);
    await client.call(`${client.unit}/FunctionalUnitState/Clear`);
    await expect.poll(async () => (await unitState(client)).value.value.text).toBe("Stopped");
  });

  test("a failed run ends in Aborted, and the device tells a failure", async () => {
    const client = await withKnobs();
    await simulator.failRuns();
    const runId = await started(client);
    await complete(runId);
    expect((await unitState(client)).value.value.text).toBe("Aborted");
    expect(await client.value("PlateReader/DeviceHealth")).toBe(1);
    const item = await client.data("PlateReader/MachineryItemState/CurrentState");
    expect(item.value.value.text).toBe("OutOfService");
    await simulator.pressClear();
    await expect.poll(async () => client.value("PlateReader/DeviceHealth")).toBe(0);
    await expect.poll(async () => (await unitState(client)).value.value.text).toBe("Stopped");
  });

  test("a door opened under a run aborts it; an open door keeps it from starting", async () => {
    const client = await withKnobs({ runMs: 4000 });
    const runId = await started(client);
    await simulator.door("Opened");
    await complete(runId);
    expect((await unitState(client)).value.value.text).toBe("Aborted");
    await simulator.pressClear();
    await expect.poll(async () => (await unitState(client)).value.value.text).toBe("Stopped");
    expect((await client.start()).statusCode).toBe(StatusCodes.BadInvalidState);
    await simulator.door("Closed");
  });

  test("it is busy although it says Stopped", async () => {
    const client = await withKnobs({ busy: true });
    expect((await client.start()).statusCode).toBe(StatusCodes.BadInvalidState);
  });

  test("asleep, the state of the unit is not active", async () => {
    const client = await withKnobs();
    await simulator.device("Sleep");
    expect((await unitState(client)).statusCode).toBe(StatusCodes.BadStateNotActive);
    expect((await client.start()).statusCode).toBe(StatusCodes.BadInvalidState);
    await client.call("PlateReader/DeviceState/GotoOperate");
    expect((await unitState(client)).statusCode).toBe(StatusCodes.Good);
  });

  test("an unknown template is refused, or silently taken for the first", async () => {
    const client = await withKnobs();
    const refused = await client.start({ template: "no such" });
    expect(refused.statusCode).toBe(StatusCodes.BadInvalidArgument);
    expect(refused.inputArgumentResults?.[0]).toBe(StatusCodes.BadNotFound);
    await simulator.setKnobs({ unknownTemplate: "first" });
    const runId = await read(client, { template: "no such" });
    expect(await inResult(client, runId, "ProgramTemplate/DeviceTemplateId")).toBe("MTT 570/650");
  });

  test("the answer to StartProgram comes late, the run does not", async () => {
    const client = await withKnobs({ answerDelayMs: 1500 });
    const answer = client.start({ taskId: "late" });
    await simulator.waitFor((one) => one.event === "result-complete" && one.taskId === "late");
    expect((await answer).statusCode).toBe(StatusCodes.Good);
  });
});

describe("odd habits of a result", () => {
  test.each([
    ["nan", Number.NaN],
    ["infinity", Number.POSITIVE_INFINITY],
    [9.9999, 9.9999],
  ] as const)("a saturated well is %s", async (overflow, expected) => {
    const client = await withKnobs({ overflow });
    const runId = await read(client);
    expect(numbers(await inResult(client, runId, `VariableSet/${A570}`))[SATURATED]).toBe(expected);
  });

  test("values are a matrix of 8 by 12", async () => {
    const client = await withKnobs({ values: "matrix" });
    const runId = await read(client);
    const { value } = await client.data(client.inResult(runId, `VariableSet/${A570}`));
    expect(value.dimensions).toEqual([8, 12]);
    expect(numbers(value.value)[12]).toBe(P1.measurement[1]?.[0]);
  });

  test("values are column by column, under another name", async () => {
    const client = await withKnobs({ wellOrder: "column", variableName: "OD{nm}" });
    const runId = await read(client);
    const values = numbers(await inResult(client, runId, "VariableSet/OD570"));
    expect(values.slice(0, 2)).toEqual([P1.measurement[0]?.[0], P1.measurement[1]?.[0]]);
    expect(values[95]).toBe(P1.measurement[7]?.[11]);
  });

  test("values are one object a well, samples too", async () => {
    const client = await withKnobs({ values: "wells", samples: "wells" });
    const runId = await read(client, { barcode: "P1" });
    expect(await namesIn(client, runId, "VariableSet")).toHaveLength(96);
    expect(await inResult(client, runId, `VariableSet/H12/${A570}`)).toBe(P1.measurement[7]?.[11]);
    expect(await inResult(client, runId, "VariableSet/H12/Position")).toBe("H12");
    expect(await inResult(client, runId, "Samples")).toHaveLength(96);
  });

  test("there are files only, or one ASM variable", async () => {
    const client = await withKnobs({ values: "none", files: "csv" });
    const runId = await read(client);
    expect(await namesIn(client, runId, "VariableSet")).toEqual([]);
    expect(await namesIn(client, runId, "FileSet")).toEqual([`${runId}.csv`]);
    await simulator.setKnobs({ files: "none", asmVariable: true });
    const second = await read(client);
    const asm = await inResult(client, second, "VariableSet/ASM");
    expect(JSON.parse(String(asm))).toHaveProperty(["plate reader aggregate document"]);
  });

  test("old results are forgotten", async () => {
    const client = await withKnobs({ keptResults: 2, files: "none" });
    const runs = [await read(client), await read(client), await read(client)];
    expect(await client.results()).toEqual(runs.slice(1));
  });
});

describe("odd habits of a server", () => {
  test("no run ids, empty template ids, another order of namespaces, children listed twice", async () => {
    const usual = (await restarted()).lads;
    await identity.hangUp();
    const client = await restarted({
      resultRunId: false,
      activeProgramRunId: false,
      templateIds: "empty",
      namespaceOrder: "other",
      duplicateReferences: true,
      secondDevice: true,
    });
    expect(client.lads).not.toBe(usual);
    const runId = await read(client);
    expect(await client.results()).toEqual([runId]);
    expect(await client.find(client.inResult(runId, "DeviceProgramRunId"))).toBeNull();
    const manager = `${client.unit}/ProgramManager`;
    expect(await client.find(`${manager}/ActiveProgram/DeviceProgramRunId`)).toBeNull();
    const templates = await client.children(await client.at(`${manager}/ProgramTemplateSet`));
    expect(templates.map(({ name }) => name)).toContain("MTT 570/650");
    const units = await client.children(
      await client.at("PlateReader/FunctionalUnitSet"),
      "HierarchicalReferences",
    );
    expect(units.filter(({ name }) => name === "AbsorbanceUnit")).toHaveLength(2);
    expect(await client.find("Washer/FunctionalUnitSet/WashUnit")).not.toBeNull();
  });

  test("StartProgram is on the state machine only, turned round; there is no Stop", async () => {
    const client = await restarted({ startProgram: "reversed", methods: "abort-only" });
    const method = await client.at(`${client.unit}/FunctionalUnitState/StartProgram`);
    expect((await client.argumentsOf(method)).at(-1)).toBe("ProgramTemplateId");
    expect(await client.find(`${client.unit}/Operational/StartProgram`)).toBeNull();
    expect(await client.find(`${client.unit}/FunctionalUnitState/Stop`)).toBeNull();
    const runId = await read(client, { taskId: "turned" });
    expect(await inResult(client, runId, "SupervisoryTaskId")).toBe("turned");
  });

  test("the state machines have the name of the old model", async () => {
    const client = await restarted({ stateMachineName: "old" });
    expect(await client.find(`${client.unit}/FunctionalUnitState`)).toBeNull();
    const runId = await read(client, { place: "StateMachine" });
    expect(await client.results()).toEqual([runId]);
  });

  test("StartProgram is not there at all", async () => {
    const client = await restarted({ startProgram: "none" });
    expect(await client.find(`${client.unit}/FunctionalUnitState/StartProgram`)).toBeNull();
    expect(await client.find(`${client.unit}/Operational/StartProgram`)).toBeNull();
  });
});

describe("who may come in", () => {
  test("nobody without a name, or with the wrong password, unless it lets anybody in", async () => {
    await (await restarted()).close();
    await expect(identity.connect(simulator.endpoint, "anonymous")).rejects.toThrow(/ANONYMOUS/i);
    await expect(identity.connect(simulator.endpoint, { password: "wrong" })).rejects.toThrow(
      /BadUserAccessDenied|BadIdentityTokenRejected/,
    );
    await simulator.restart({ set: { anonymous: true } });
    await identity.connect(simulator.endpoint, "anonymous");
  });

  test("no more sessions than it has", async () => {
    await restarted({ maxSessions: 1 });
    await expect(identity.connect(simulator.endpoint)).rejects.toThrow(/BadTooManySessions/);
  });

  test("an unknown client only when it has been trusted", async () => {
    await simulator.restart({ set: { ...DEFAULT_KNOBS, clientTrust: "known" } });
    const stranger = await createClientIdentity();
    await expect(stranger.connect(simulator.endpoint)).rejects.toThrow();
    await simulator.trustClients();
    await stranger.connect(simulator.endpoint);
    await stranger.close();
  });

  test("sessions can be ended, and connections cut", async () => {
    const client = await restarted();
    expect((await simulator.status()).sessions).toBe(1);
    await simulator.dropSessions();
    expect((await simulator.status()).sessions).toBe(0);
    await simulator.dropLink();
    await expect(unitState(client)).rejects.toThrow();
    expect((await unitState(await identity.connect(simulator.endpoint))).statusCode).toBe(
      StatusCodes.Good,
    );
  });
});

describe("what survives", () => {
  const folders: string[] = [];
  const others: OpcUaSimulator[] = [];

  afterEach(async () => {
    for (const one of others.splice(0)) await one.stop();
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  function stateFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), "lads-state-"));
    folders.push(folder);
    return folder;
  }

  async function start(folder: string, more: object = {}): Promise<OpcUaSimulator> {
    const one = await startOpcUaSimulator({ stateFolder: folder, ...more });
    others.push(one);
    return one;
  }

  test("without a folder, nothing but the certificate", async () => {
    const client = await restarted({ runIds: "counter" });
    const runId = await read(client);
    expect(runId).toBe("Run-1");
    await client.close();
    const before = simulator.fingerprint;
    const again = await restarted({ runIds: "counter" });
    expect(await again.results()).toEqual([]);
    expect((await simulator.status()).fingerprint).toBe(before);
    expect(await started(again)).toBe("Run-1");
  });

  test("a new certificate has another fingerprint", async () => {
    await simulator.restart({ renewCertificate: true });
    expect((await simulator.status()).fingerprint).not.toBe(simulator.fingerprint);
    await identity.connect(simulator.endpoint);
  });

  test("with a folder, results outlive a killed server, and a run ends as the knob says", async () => {
    const folder = stateFolder();
    const first = await start(folder, { knobs: { runMs: 200 } });
    const client = await identity.connect(first.endpoint);
    await first.insert(P1);
    const done = await started(client, { taskId: "done" });
    await first.waitFor((one) => one.event === "result-complete" && one.runId === done);
    await first.setKnobs({ neverEnds: true });
    const cut = await started(client, { taskId: "cut" });
    await first.waitFor((one) => one.event === "run-started" && one.runId === cut);
    await first.kill();
    await identity.hangUp();

    const second = await start(folder);
    expect(second.fingerprint).toBe(first.fingerprint);
    const later = await identity.connect(second.endpoint);
    expect(await later.results()).toEqual([done, cut]);
    const values = numbers(await inResult(later, done, `VariableSet/${A570}`));
    expect(values).toEqual(MEASUREMENT.map((au) => au ?? Number.NaN));
    expect(Number(await inResult(later, cut, "Stopped"))).toBeLessThan(0);
    expect(await namesIn(later, cut, "VariableSet")).toEqual([]);
    await later.close();

    await second.restart({ set: { afterPowerLoss: "finishes" } });
    const last = await identity.connect(second.endpoint);
    expect(Number(await inResult(last, cut, "Stopped"))).toBeGreaterThan(0);
    expect(numbers(await inResult(last, cut, `VariableSet/${A570}`))).toEqual(values);
  });
});
