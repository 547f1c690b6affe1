/** The nodes of the simulated reader: one device with one functional unit, built as the knobs say. */
import {
  AccessLevelFlag,
  coerceQualifiedName,
  DataType,
  EventNotifierFlags,
  type UAObject,
} from "node-opcua";
import type { Knobs } from "./knobs.ts";
import type { LadsModel } from "./lads-model.ts";
import { objectAt, setDate, setDoubles, setString, setText, variableAt } from "./node-access.ts";
import { PROGRAMS, SUPPORTED_PROPERTIES } from "./programs.ts";

export interface Nameplate {
  readonly manufacturer: string;
  readonly model: string;
  readonly serialNumber: string;
}

export type ReaderNodes = ReturnType<typeof buildReaderNodes>;

const METHODS: Readonly<Record<Knobs["methods"], readonly string[]>> = {
  all: ["Stop", "Abort", "Clear"],
  "abort-only": ["Abort"],
  none: [],
};

export function buildReaderNodes(model: LadsModel, knobs: Knobs, nameplate: Nameplate) {
  const { own } = model;
  const device = model.type("LADSDeviceType").instantiate({
    browseName: model.ownName("PlateReader"),
    nodeId: `ns=${own.index};s=PlateReader`,
    namespace: own,
    componentOf: model.deviceSet,
    optionals: [
      "MachineryItemState",
      "MachineryOperationMode",
      "DeviceHealth",
      "DeviceState.GotoOperate",
      "DeviceState.GotoSleep",
    ],
  });
  nameDevice(device, nameplate);
  const unit = model.type("FunctionalUnitType").instantiate({
    browseName: model.ownName("AbsorbanceUnit"),
    nodeId: `ns=${own.index};s=PlateReader.AbsorbanceUnit`,
    namespace: own,
    componentOf: objectAt(device, "FunctionalUnitSet"),
    optionals: unitOptionals(knobs),
  });
  const unitState = objectAt(unit, "FunctionalUnitState");
  const deviceState = objectAt(device, "DeviceState");
  const programs = objectAt(unit, "ProgramManager");
  addTemplates(model, programs, knobs);
  addSupportedProperties(model, unit);
  if (knobs.secondDevice) addWasher(model);
  linkNotifiers(model, device, unit, knobs);
  if (knobs.stateMachineName === "old") {
    for (const node of [unitState, deviceState]) rename(node, "StateMachine", model.lads);
  }
  const resultSet = objectAt(programs, "ResultSet");
  setString(variableAt(resultSet, "NodeVersion"), "0");
  return {
    device,
    unit,
    unitState,
    deviceState,
    programs,
    active: objectAt(programs, "ActiveProgram"),
    resultSet,
    operational: objectAt(unit, "Operational"),
    ...addFunctions(model, objectAt(unit, "FunctionSet")),
  };
}

function unitOptionals(knobs: Knobs): string[] {
  const { startProgram } = knobs;
  const onState =
    startProgram === "state" || startProgram === "both" || startProgram === "reversed";
  const onOperational = startProgram === "operational" || startProgram === "both";
  const active = [
    "CurrentProgramTemplate",
    "CurrentRuntime",
    "EstimatedRuntime",
    "CurrentStepName",
  ];
  if (knobs.activeProgramRunId) active.push("DeviceProgramRunId");
  const methods = METHODS[knobs.methods];
  return [
    "ProgramManager",
    "FunctionSet",
    "SupportedPropertiesSet",
    "Operational",
    "ProgramManager.ResultSet.NodeVersion",
    ...active.map((name) => `ProgramManager.ActiveProgram.${name}`),
    ...methods.map((name) => `FunctionalUnitState.${name}`),
    ...methods.map((name) => `Operational.${name}`),
    ...(onState ? ["FunctionalUnitState.StartProgram"] : []),
    ...(onOperational ? ["Operational.StartProgram"] : []),
  ];
}

function nameDevice(device: UAObject, nameplate: Nameplate): void {
  setText(variableAt(device, "Manufacturer"), nameplate.manufacturer);
  setText(variableAt(device, "Model"), nameplate.model);
  setString(variableAt(device, "SerialNumber"), nameplate.serialNumber);
  setString(variableAt(device, "SoftwareRevision"), "1.4.2");
}

function addTemplates(model: LadsModel, programs: UAObject, knobs: Knobs): void {
  const templateSet = objectAt(programs, "ProgramTemplateSet");
  for (const template of PROGRAMS) {
    const node = model.type("ProgramTemplateType").instantiate({
      browseName: model.ownName(template.name),
      nodeId: `ns=${model.own.index};s=ProgramTemplate/${template.name}`,
      namespace: model.own,
      componentOf: templateSet,
    });
    const id = knobs.templateIds === "empty" ? "" : template.name;
    setString(variableAt(node, "DeviceTemplateId"), id);
    setText(variableAt(node, "Description"), template.description);
    setString(variableAt(node, "Author"), "service");
    setString(variableAt(node, "Version"), "1");
    setDate(variableAt(node, "Created"), "2026-01-05T08:00:00Z");
    setDate(variableAt(node, "Modified"), "2026-01-05T08:00:00Z");
  }
}

function addSupportedProperties(model: LadsModel, unit: UAObject): void {
  const set = objectAt(unit, "SupportedPropertiesSet");
  for (const name of SUPPORTED_PROPERTIES) {
    const target = model.own.addVariable({
      browseName: model.ownName(`${name}Setting`),
      nodeId: `ns=${model.own.index};s=Setting/${name}`,
      componentOf: unit,
      dataType: DataType.Double,
      accessLevel: AccessLevelFlag.CurrentRead,
      value: { dataType: DataType.Double, value: 570 },
    });
    const property = model.type("SupportedPropertyType").instantiate({
      browseName: model.ownName(name),
      nodeId: `ns=${model.own.index};s=SupportedProperty/${name}`,
      namespace: model.own,
      componentOf: set,
    });
    property.addReference({ referenceType: "Organizes", nodeId: target });
  }
}

/** The sensor whose values appear while a plate is read, a temperature, and the door. */
function addFunctions(model: LadsModel, functionSet: UAObject) {
  const add = (name: string, type: string): UAObject =>
    model.type(type).instantiate({
      browseName: model.ownName(name),
      nodeId: `ns=${model.own.index};s=Function/${name}`,
      namespace: model.own,
      componentOf: functionSet,
    });
  const sensor = variableAt(
    add("AbsorbanceSensor", "AnalogArraySensorFunctionType"),
    "SensorValue",
  );
  setDoubles(sensor, emptySensor());
  const temperature = add("Temperature", "AnalogScalarSensorFunctionType");
  const celsius = { dataType: DataType.Double, value: 24.6 };
  variableAt(temperature, "SensorValue").setValueFromSource(celsius);
  return { sensor, cover: objectAt(add("Door", "CoverFunctionType"), "CoverState") };
}

export function emptySensor(): number[] {
  return Array.from({ length: 96 }, () => Number.NaN);
}

function addWasher(model: LadsModel): void {
  const washer = model.type("LADSDeviceType").instantiate({
    browseName: model.ownName("Washer"),
    nodeId: `ns=${model.own.index};s=Washer`,
    namespace: model.own,
    componentOf: model.deviceSet,
  });
  nameDevice(washer, { manufacturer: "Simulated", model: "Washer", serialNumber: "W-1" });
  model.type("FunctionalUnitType").instantiate({
    browseName: model.ownName("WashUnit"),
    nodeId: `ns=${model.own.index};s=Washer.WashUnit`,
    namespace: model.own,
    componentOf: objectAt(washer, "FunctionalUnitSet"),
  });
}

/** Events of the unit reach the device and the server. */
function linkNotifiers(model: LadsModel, device: UAObject, unit: UAObject, knobs: Knobs): void {
  const notifies = (from: UAObject, to: UAObject): void => {
    from.addReference({ referenceType: "HasNotifier", nodeId: to });
  };
  for (const node of [device, unit]) node.setEventNotifier(EventNotifierFlags.SubscribeToEvents);
  const server = model.space.rootFolder.objects.server;
  server.addReference({ referenceType: "HasNotifier", nodeId: device });
  notifies(device, unit);
  model.machines.addReference({ referenceType: "Organizes", nodeId: device });
  if (!knobs.duplicateReferences) return;
  notifies(model.deviceSet, device);
  notifies(objectAt(device, "FunctionalUnitSet"), unit);
  notifies(unit, objectAt(unit, "ProgramManager"));
}

function rename(node: UAObject, name: string, namespaceIndex: number): void {
  Object.assign(node, { browseName: coerceQualifiedName({ name, namespaceIndex }) });
}
