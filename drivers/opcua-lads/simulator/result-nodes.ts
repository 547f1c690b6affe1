/** Result objects below a ResultSet. */
import {
  AccessLevelFlag,
  DataType,
  type UAObject,
  type UAVariable,
  VariantArrayType,
} from "node-opcua";
import type { Knobs } from "./knobs.ts";
import type { LadsModel } from "./lads-model.ts";
import { objectAt, setDate, setString, setStructures, setText, variableAt } from "./node-access.ts";
import { PROGRAMS } from "./programs.ts";
import { type ResultDocument, valuesOf } from "./result-documents.ts";
import { addResultFile } from "./result-file-node.ts";
import { type MeasuredPlane, type RunRecord, WELL_NAMES } from "./run-record.ts";

export type ResultNodes = ReturnType<typeof createResultNodes>;

export function createResultNodes(model: LadsModel, resultSet: UAObject, knobs: () => Knobs) {
  const nodes = new Map<string, UAObject>();
  const version = variableAt(resultSet, "NodeVersion");

  /** Changes the model, counting up NodeVersion (and raising the event that goes with it) only if it should. */
  function change(counted: boolean, mutate: () => void): void {
    model.space.suspendModelChangeEvents = !counted;
    try {
      mutate();
    } finally {
      model.space.suspendModelChangeEvents = false;
    }
  }

  function idOf(record: RunRecord, path = ""): string {
    return `ns=${model.own.index};s=Result/${record.runId}${path}`;
  }

  function node(record: RunRecord): UAObject {
    const found = nodes.get(record.runId);
    if (found === undefined) throw new Error(`no result ${record.runId}`);
    return found;
  }

  function add(record: RunRecord): void {
    change(knobs().nodeVersion !== "never", () => {
      const result = model.type("ResultType").instantiate({
        browseName: model.ownName(record.runId),
        nodeId: idOf(record),
        namespace: model.own,
        componentOf: resultSet,
        optionals: [
          ...(knobs().resultRunId ? ["DeviceProgramRunId"] : []),
          "VariableSet.NodeVersion",
          "FileSet.NodeVersion",
        ],
      });
      nodes.set(record.runId, result);
      fill(result, record);
    });
  }

  function fill(result: UAObject, record: RunRecord): void {
    const template = PROGRAMS.find(({ name }) => name === record.templateName);
    if (knobs().resultRunId) setString(variableAt(result, "DeviceProgramRunId"), record.runId);
    setString(variableAt(result, "ApplicationUri"), record.applicationUri);
    setString(variableAt(result, "User"), record.user);
    setText(variableAt(result, "Description"), template?.description ?? "");
    setString(variableAt(result, "SupervisoryJobId"), record.jobId);
    setString(variableAt(result, "SupervisoryTaskId"), record.taskId);
    setStructures(variableAt(result, "Samples"), record.samples.map(model.sample));
    setStructures(variableAt(result, "Properties"), record.properties.map(model.keyValue));
    setDate(variableAt(result, "Started"), record.startedAt);
    setDate(variableAt(result, "Stopped"), null);
    const copy = objectAt(result, "ProgramTemplate");
    const id = knobs().templateIds === "empty" ? "" : record.templateName;
    setString(variableAt(copy, "DeviceTemplateId"), id);
    setText(variableAt(copy, "Description"), template?.description ?? "");
    for (const set of ["VariableSet", "FileSet"]) {
      setString(variableAt(result, `${set}/NodeVersion`), "0");
    }
  }

  function addVariable(
    record: RunRecord,
    parent: UAObject,
    name: string,
    more: object,
  ): UAVariable {
    return model.own.addVariable({
      browseName: model.ownName(name),
      nodeId: `${parent.nodeId.toString()}/${name}`,
      componentOf: parent,
      dataType: DataType.Double,
      accessLevel: AccessLevelFlag.CurrentRead,
      description: `Run ${record.runId}`,
      ...more,
    });
  }

  function number(absorbance: number | null): number {
    if (absorbance !== null) return absorbance;
    const { overflow } = knobs();
    if (overflow === "nan") return Number.NaN;
    return overflow === "infinity" ? Number.POSITIVE_INFINITY : overflow;
  }

  /** In the order of the knob; a well that was not reached is NaN whatever stands for a saturated one. */
  function numbers(record: RunRecord, plane: MeasuredPlane): number[] {
    const byRow = valuesOf(record, plane).map((au, index) =>
      index < record.rowsRead * 12 ? number(au) : Number.NaN,
    );
    if (knobs().wellOrder === "row") return byRow;
    return byRow.map((_, at) => byRow[(at % 8) * 12 + Math.floor(at / 8)] ?? Number.NaN);
  }

  function addArray(record: RunRecord, name: string, values: readonly number[]): void {
    const isMatrix = knobs().values === "matrix";
    const dimensions = isMatrix ? [8, 12] : [96];
    addVariable(record, objectAt(node(record), "VariableSet"), name, {
      valueRank: dimensions.length,
      arrayDimensions: dimensions,
      value: {
        dataType: DataType.Double,
        arrayType: isMatrix ? VariantArrayType.Matrix : VariantArrayType.Array,
        ...(isMatrix ? { dimensions } : {}),
        value: Float64Array.from(values),
      },
    });
  }

  function addWells(record: RunRecord, name: string, values: readonly number[]): void {
    const variableSet = objectAt(node(record), "VariableSet");
    WELL_NAMES.forEach((well, index) => {
      const group = wellGroup(record, variableSet, well);
      const value = { dataType: DataType.Double, value: values[index] ?? Number.NaN };
      addVariable(record, group, name, { value });
    });
  }

  function wellGroup(record: RunRecord, variableSet: UAObject, well: string): UAObject {
    if (variableSet.getChildByName(well) !== null) return objectAt(variableSet, well);
    const group = model.own.addObject({
      browseName: model.ownName(well),
      nodeId: `${variableSet.nodeId.toString()}/${well}`,
      componentOf: variableSet,
    });
    const sample = record.samples.find(({ position }) => position === well);
    for (const [name, text] of [
      ["Position", well],
      ["SampleId", sample?.sampleId ?? ""],
    ] as const) {
      const value = { dataType: DataType.String, value: text };
      addVariable(record, group, name, { dataType: DataType.String, value });
    }
    return group;
  }

  return {
    add,
    end(record: RunRecord): void {
      setDate(variableAt(node(record), "Stopped"), record.stoppedAt);
      if (knobs().nodeVersion === "always") setString(version, String(Number(versionText()) + 1));
    },
    addPlane(record: RunRecord, plane: MeasuredPlane): void {
      const name = knobs().variableName.replace("{nm}", String(plane.wavelengthNm));
      const values = numbers(record, plane);
      change(knobs().nodeVersion === "always", () => {
        if (knobs().values === "wells") addWells(record, name, values);
        else addArray(record, name, values);
      });
    },
    addText(record: RunRecord, name: string, text: string): void {
      const value = { dataType: DataType.String, value: text };
      const variableSet = objectAt(node(record), "VariableSet");
      change(knobs().nodeVersion === "always", () => {
        addVariable(record, variableSet, name, { dataType: DataType.String, value });
      });
    },
    addFile(record: RunRecord, file: ResultDocument): void {
      const fileSet = objectAt(node(record), "FileSet");
      change(knobs().nodeVersion === "always", () => addResultFile(model, fileSet, file));
    },
    remove(runId: string): void {
      const result = nodes.get(runId);
      if (result === undefined) return;
      change(knobs().nodeVersion !== "never", () => model.space.deleteNode(result));
      nodes.delete(runId);
    },
  };

  function versionText(): unknown {
    return version.readValue().value.value;
  }
}
