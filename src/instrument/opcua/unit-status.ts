/** What the unit does now, read at one moment. */
import { type DataValue, NodeId } from "node-opcua";
import {
  HARDWARE_STATE_WORDS,
  HARDWARE_STATES,
  type HardwareState,
  HEALTH_FAILED,
  UNIT_STATE_WORDS,
  UNIT_STATES,
  type UnitState,
} from "./lads-model.ts";
import type { LadsSession } from "./lads-session.ts";
import type { LadsUnit, StateNodes } from "./lads-unit.ts";
import { numberOf, textOf } from "./plain-value.ts";

export interface UnitStatus {
  readonly state: UnitState;
  readonly deviceState: HardwareState;
  readonly failed: boolean;
  readonly coverOpen: boolean;
  readonly activeRunId: string | null;
  /** Name of the program that runs, or ran last; null when the server does not say. */
  readonly activeTemplate: string | null;
  readonly estimatedMs: number | null;
  readonly stepName: string | null;
}

export async function readUnitStatus(session: LadsSession, unit: LadsUnit): Promise<UnitStatus> {
  const nodes = new Map<string, NodeId>();
  const want = (name: string, node: NodeId | null): void => {
    if (node !== null) nodes.set(name, node);
  };
  const wantState = (name: string, state: StateNodes | null): void => {
    want(name, state?.text ?? null);
    want(`${name} id`, state?.id ?? null);
  };
  wantState("unit", unit.state);
  wantState("device", unit.deviceState);
  want("health", unit.health);
  for (const [index, cover] of unit.covers.entries()) wantState(`cover ${index}`, cover);
  for (const [name, node] of Object.entries(unit.active)) want(name, node);
  const values = await session.read([...nodes.values()]);
  const byName = new Map([...nodes.keys()].map((name, index) => [name, values[index]]));
  const text = (name: string): string | null => {
    const value = byName.get(name);
    return value === undefined ? null : textOf(value);
  };
  const number = (name: string): number | null => {
    const value = byName.get(name);
    return value === undefined ? null : numberOf(value);
  };
  const id = (name: string): number | null => idOf(byName.get(`${name} id`), unit.lads);
  return {
    state: UNIT_STATES[id("unit") ?? -1] ?? UNIT_STATE_WORDS[word(text("unit"))] ?? "unknown",
    deviceState:
      HARDWARE_STATES[id("device") ?? -1] ??
      HARDWARE_STATE_WORDS[word(text("device"))] ??
      "unknown",
    failed: number("health") === HEALTH_FAILED,
    coverOpen: unit.covers.some((_, index) => /^open/i.test(text(`cover ${index}`) ?? "")),
    activeRunId: text("runId"),
    activeTemplate: templateName(byName.get("template")),
    estimatedMs: number("estimatedRuntime"),
    stepName: text("stepName"),
  };
}

/** All nodes whose change is worth a look. */
export function watchedNodes(unit: LadsUnit): NodeId[] {
  const states = [unit.state, unit.deviceState, ...unit.covers].map((one) => one?.text ?? null);
  return [
    ...states,
    unit.state.id,
    unit.health,
    unit.active.runId,
    unit.active.stepName,
    unit.resultSetVersion,
  ].filter((node) => node !== null);
}

function idOf(value: DataValue | undefined, lads: number): number | null {
  const id: unknown = value?.statusCode.isBad() ? null : value?.value?.value;
  if (!(id instanceof NodeId) || id.namespace !== lads) return null;
  return typeof id.value === "number" ? id.value : null;
}

/** `Running`, also where a sub-state follows: `Running.Execute`. */
function word(text: string | null): string {
  return (text ?? "").replace(/^\d+:/, "").split(/[.\s]/)[0]?.toLowerCase() ?? "";
}

/** The structure is Name and NodeId; only the name outlives a restart. */
function templateName(value: DataValue | undefined): string | null {
  const content: unknown = value?.statusCode.isBad() ? null : value?.value?.value;
  if (content === null || typeof content !== "object" || !("name" in content)) return null;
  return typeof content.name === "string" && content.name !== "" ? content.name : null;
}
