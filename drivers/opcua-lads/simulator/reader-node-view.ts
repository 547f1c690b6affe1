/** Shows the simulated reader in its nodes. */
import { DataType, promoteToStateMachine, StatusCodes, type UAVariable } from "node-opcua";
import type { Knobs } from "./knobs.ts";
import type { LadsModel } from "./lads-model.ts";
import { objectAt, setDouble, setDoubles, setString, setText, variableAt } from "./node-access.ts";
import { emptySensor, type ReaderNodes } from "./reader-nodes.ts";
import {
  READER_HEALTH,
  type ReaderHealth,
  type ReaderMode,
  type UnitState,
} from "./reader-state.ts";
import type { ReaderView } from "./reader-view.ts";
import { createResultNodes } from "./result-nodes.ts";

const EVENT_SEVERITY = 100;

export function createNodeView(
  model: LadsModel,
  nodes: ReaderNodes,
  knobs: () => Knobs,
): ReaderView {
  const unitMachine = promoteToStateMachine(nodes.unitState);
  const deviceMachine = promoteToStateMachine(nodes.deviceState);
  const itemMachine = promoteToStateMachine(objectAt(nodes.device, "MachineryItemState"));
  const coverMachine = promoteToStateMachine(nodes.cover);
  const results = createResultNodes(model, nodes.resultSet, knobs);
  let device: ReaderMode = "Operate";
  let unit: UnitState = "Stopped";
  let health: ReaderHealth = "NORMAL";

  /** In Sleep the state of a unit is not active. */
  function showUnit(state: UnitState): void {
    unit = state;
    unitMachine.setState(state);
    const current = variableAt(nodes.unitState, "CurrentState");
    const name = { dataType: DataType.LocalizedText, value: { text: state } };
    if (device !== "Operate") current.setValueFromSource(name, StatusCodes.BadStateNotActive);
    showEffectiveName(current, state);
    showItemState();
  }

  /** What the device as a whole is doing, by annex B of the specification. */
  function showItemState(): void {
    const working = unit === "Running" ? "Executing" : "NotExecuting";
    const awake = health === "FAILURE" ? "OutOfService" : working;
    itemMachine.setState(device === "Operate" ? awake : "NotAvailable");
  }

  function active(name: string): UAVariable | null {
    const found = nodes.active.getChildByName(name);
    return found === null ? null : variableAt(nodes.active, name);
  }

  return {
    showUnit,
    showDevice(state): void {
      device = state;
      deviceMachine.setState(state);
    },
    showHealth(next): void {
      health = next;
      const value = READER_HEALTH[health];
      variableAt(nodes.device, "DeviceHealth").setValueFromSource({
        dataType: DataType.Int32,
        value,
      });
      showItemState();
    },
    showDoor: (state) => coverMachine.setState(state),
    showActive(program): void {
      const runId = active("DeviceProgramRunId");
      if (runId !== null) setString(runId, program?.runId ?? "");
      setDouble(variableAt(nodes.active, "CurrentRuntime"), program?.runtimeMs ?? 0);
      setText(variableAt(nodes.active, "CurrentStepName"), program?.step ?? "");
      const estimate = program?.estimatedMs ?? null;
      variableAt(nodes.active, "EstimatedRuntime").setValueFromSource(
        { dataType: DataType.Double, value: estimate ?? 0 },
        estimate === null ? StatusCodes.BadNoData : StatusCodes.Good,
      );
      if (program === null) setDoubles(nodes.sensor, emptySensor());
    },
    showSensor: (values) => setDoubles(nodes.sensor, values),
    addResult: results.add,
    endResult: results.end,
    addPlane: results.addPlane,
    addText: results.addText,
    addFile: results.addFile,
    removeResult: results.remove,
    announce(text): void {
      nodes.unit.raiseEvent("BaseEventType", {
        message: { dataType: DataType.LocalizedText, value: { text } },
        severity: { dataType: DataType.UInt16, value: EVENT_SEVERITY },
      });
    },
  };
}

function showEffectiveName(current: UAVariable, name: string): void {
  const found = current.getChildByName("EffectiveDisplayName");
  if (found !== null) setText(found as UAVariable, name);
}
