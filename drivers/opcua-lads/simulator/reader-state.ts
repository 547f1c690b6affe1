/** The state machine of a functional unit, OPC 30500-1 section on FunctionalStateMachineType. */

export type UnitState = "Stopped" | "Running" | "Stopping" | "Aborting" | "Aborted" | "Clearing";

const LEGAL: Readonly<Record<UnitState, readonly UnitState[]>> = {
  Stopped: ["Running"],
  Running: ["Stopping", "Aborting"],
  Stopping: ["Stopped"],
  Aborting: ["Aborted"],
  Aborted: ["Clearing"],
  Clearing: ["Stopped"],
};

/** Whether the model has this transition. Sample servers also go from Running to Stopped, which it has not. */
export function isLegal(from: UnitState, to: UnitState): boolean {
  return LEGAL[from].includes(to);
}

export type ReaderMode = "Initialization" | "Operate" | "Sleep" | "Shutdown";
export type DoorState = "Closed" | "Opened";

/** Values of DeviceHealthEnumeration. */
export const READER_HEALTH = {
  NORMAL: 0,
  FAILURE: 1,
  CHECK_FUNCTION: 2,
  OFF_SPEC: 3,
  MAINTENANCE_REQUIRED: 4,
} as const;

export type ReaderHealth = keyof typeof READER_HEALTH;
