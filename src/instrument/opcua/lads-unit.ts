/** The nodes of the unit that reads plates; valid for one connection only, because a restart renumbers them. */
import { makeNodeId, type NodeId } from "node-opcua";
import type { ReaderIdentity } from "../contract.ts";
import type { ConnectionOptions } from "./connection-options.ts";
import { ConnectionTrouble } from "./connection-trouble.ts";
import {
  chooseUnit,
  type FoundHardware,
  type FoundUnit,
  findUnits,
  ladsNamespace,
} from "./find-units.ts";
import { TYPES } from "./lads-model.ts";
import type { LadsSession } from "./lads-session.ts";
import { type Children, childrenOfOne, typeTeller } from "./node-tree.ts";

export interface MethodPlace {
  readonly objectId: NodeId;
  readonly methodId: NodeId;
}

/** A state variable with the variable that says which node the state is, where there is one. */
export interface StateNodes {
  readonly text: NodeId;
  readonly id: NodeId | null;
}

export interface LadsUnit {
  readonly name: string;
  readonly device: FoundHardware;
  readonly identity: ReaderIdentity;
  /** Index of the LADS namespace. */
  readonly lads: number;
  readonly state: StateNodes;
  readonly deviceState: StateNodes | null;
  readonly health: NodeId | null;
  readonly covers: readonly StateNodes[];
  /** Where a program may be started, best place first; empty when it cannot be. */
  readonly startProgram: readonly MethodPlace[];
  readonly stop: MethodPlace | null;
  readonly abort: MethodPlace | null;
  readonly clear: MethodPlace | null;
  readonly active: Readonly<Record<ActiveField, NodeId | null>>;
  readonly templateSet: NodeId | null;
  readonly resultSet: NodeId;
  readonly resultSetVersion: NodeId | null;
}

const ACTIVE_FIELDS = {
  runId: "DeviceProgramRunId",
  template: "CurrentProgramTemplate",
  estimatedRuntime: "EstimatedRuntime",
  stepName: "CurrentStepName",
} as const;

export type ActiveField = keyof typeof ACTIVE_FIELDS;

/** Finds the configured unit and everything needed of it. Throws a ConnectionTrouble that says what is missing. */
export async function resolveUnit(
  session: LadsSession,
  options: ConnectionOptions,
): Promise<LadsUnit> {
  const unit = chooseUnit(await findUnits(session), options);
  const programs = unit.programs ?? new Map();
  const machine = machineOf(unit.children, "FunctionalUnitState");
  const resultSet = programs.get("ResultSet")?.nodeId;
  if (machine === null || resultSet === undefined) {
    throw new ConnectionTrouble(
      "setup",
      `The unit ${unit.name} of ${unit.device.name} has no state or no results to follow; it cannot be driven. Look at the server's description of it.`,
    );
  }
  const state = await childrenOfOne(session, machine);
  const deviceMachine = machineOf(unit.device.children, "DeviceState");
  const { lads } = await ladsNamespace(session);
  const places = await methodPlaces(session, unit, machine, state);
  return {
    name: unit.name,
    device: unit.device,
    identity: identityOf(unit),
    lads,
    state: await stateNodes(session, state, `${unit.name} has no CurrentState`),
    deviceState:
      deviceMachine === null
        ? null
        : await stateNodes(
            session,
            await childrenOfOne(session, deviceMachine),
            `${unit.device.name} has no CurrentState`,
          ),
    health: unit.device.children.get("DeviceHealth")?.nodeId ?? null,
    covers: await findCovers(session, unit.children, lads),
    startProgram: places("StartProgram"),
    stop: places("Stop")[0] ?? null,
    abort: places("Abort")[0] ?? null,
    clear: places("Clear")[0] ?? null,
    active: await activeNodes(session, programs),
    templateSet: programs.get("ProgramTemplateSet")?.nodeId ?? null,
    resultSet,
    resultSetVersion: (await childrenOfOne(session, resultSet)).get("NodeVersion")?.nodeId ?? null,
  };
}

/** Models before 1.0 call both machines `StateMachine`. */
function machineOf(children: Children, name: string): NodeId | null {
  return (children.get(name) ?? children.get("StateMachine"))?.nodeId ?? null;
}

async function stateNodes(
  session: LadsSession,
  machine: Children,
  complaint: string,
): Promise<StateNodes> {
  const current = machine.get("CurrentState")?.nodeId;
  if (current === undefined) {
    throw new ConnectionTrouble("setup", `${complaint}; it cannot be followed.`);
  }
  const id = (await childrenOfOne(session, current)).get("Id")?.nodeId ?? null;
  return { text: current, id };
}

/** A method may be on the state machine, and again, with another order of arguments, in the group `Operational`. */
async function methodPlaces(
  session: LadsSession,
  unit: FoundUnit,
  machine: NodeId,
  state: Children,
): Promise<(name: string) => MethodPlace[]> {
  const group = unit.children.get("Operational")?.nodeId;
  const operational =
    group === undefined ? new Map() : await childrenOfOne(session, group, "HierarchicalReferences");
  return (name) => {
    const places: MethodPlace[] = [];
    const own = state.get(name)?.nodeId;
    if (own !== undefined) places.push({ objectId: machine, methodId: own });
    const grouped = operational.get(name)?.nodeId;
    if (grouped !== undefined && group !== undefined) {
      places.push({ objectId: group, methodId: grouped });
      places.push({ objectId: machine, methodId: grouped });
    }
    return places;
  };
}

async function activeNodes(
  session: LadsSession,
  programs: Children,
): Promise<Record<ActiveField, NodeId | null>> {
  const node = programs.get("ActiveProgram")?.nodeId;
  const members = node === undefined ? new Map() : await childrenOfOne(session, node);
  const nodeOf = (field: ActiveField): NodeId | null =>
    members.get(ACTIVE_FIELDS[field])?.nodeId ?? null;
  return {
    runId: nodeOf("runId"),
    template: nodeOf("template"),
    estimatedRuntime: nodeOf("estimatedRuntime"),
    stepName: nodeOf("stepName"),
  };
}

async function findCovers(
  session: LadsSession,
  unit: Children,
  lads: number,
): Promise<StateNodes[]> {
  const set = unit.get("FunctionSet")?.nodeId;
  if (set === undefined) return [];
  const isA = typeTeller(session);
  const covers: StateNodes[] = [];
  for (const one of (await childrenOfOne(session, set)).values()) {
    const type = one.typeDefinition;
    if (type === null || type.isEmpty()) continue;
    if (!(await isA(type, makeNodeId(TYPES.coverFunction, lads)))) continue;
    const machine = (await childrenOfOne(session, one.nodeId)).get("CoverState")?.nodeId;
    if (machine === undefined) continue;
    const current = (await childrenOfOne(session, machine)).get("CurrentState")?.nodeId;
    if (current !== undefined) covers.push({ text: current, id: null });
  }
  return covers;
}

function identityOf(unit: FoundUnit): ReaderIdentity {
  const { device } = unit;
  const details = {
    device: device.name,
    unit: unit.name,
    ...(device.serialNumber === null ? {} : { serialNumber: device.serialNumber }),
    ...(device.softwareRevision === null ? {} : { softwareRevision: device.softwareRevision }),
  };
  const model = [device.manufacturer, device.model].filter((text) => text !== null).join(" ");
  return { model: model || device.name, filtersNm: null, details };
}
