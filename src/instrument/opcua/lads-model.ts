/** Names and numbers of the LADS model (OPC 30500-1 1.0.0 and the models it rests on). */

export const NAMESPACES = {
  lads: "http://opcfoundation.org/UA/LADS/",
  di: "http://opcfoundation.org/UA/DI/",
} as const;

/** In the DI namespace. */
export const HARDWARE_SET = 5001;

/** Object types in the LADS namespace. */
export const TYPES = { device: 1002, functionalUnit: 1003, coverFunction: 1011 } as const;

/** Structures in the LADS namespace. */
export const STRUCTURES = { sampleInfo: 3002, keyValue: 3003 } as const;

export type UnitState =
  | "aborted"
  | "aborting"
  | "clearing"
  | "stopped"
  | "running"
  | "stopping"
  | "unknown";

/** The states of a functional unit by their node in the LADS namespace; their texts are translated by some servers. */
export const UNIT_STATES: Readonly<Record<number, UnitState>> = {
  5160: "aborted",
  5159: "aborting",
  5143: "clearing",
  5085: "stopped",
  5099: "running",
  5100: "stopping",
};

export type HardwareState = "initialising" | "operate" | "sleep" | "shutdown" | "unknown";

export const HARDWARE_STATES: Readonly<Record<number, HardwareState>> = {
  5177: "initialising",
  5178: "operate",
  5259: "sleep",
  5180: "shutdown",
};

/** Where a server does not say which node a state is, its English name decides. */
export const UNIT_STATE_WORDS: Readonly<Record<string, UnitState>> = {
  aborted: "aborted",
  aborting: "aborting",
  clearing: "clearing",
  stopped: "stopped",
  running: "running",
  stopping: "stopping",
};

export const HARDWARE_STATE_WORDS: Readonly<Record<string, HardwareState>> = {
  initialization: "initialising",
  initialisation: "initialising",
  operate: "operate",
  sleep: "sleep",
  shutdown: "shutdown",
};

/** DeviceHealth of DI: 0 normal, 1 failure, 2 check function, 3 off specification, 4 maintenance required. */
export const HEALTH_FAILED = 1;
