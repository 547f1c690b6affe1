import type { DrawnArm, DrawnLayout } from "../../domain/drawn-layout.ts";
import { addArm, changeArm } from "./change-drawing.ts";

/** The arms: the vehicle and each inhibitor at its concentration; their order gives the digit that draws them. */
export function ArmsTable(props: { drawing: DrawnLayout; onDraw: (drawing: DrawnLayout) => void }) {
  const { drawing, onDraw } = props;
  const { arms } = drawing;
  const add = (arm: DrawnArm): void => {
    const solvents =
      arm.solvent === null || drawing.solvents.some((one) => one.name === arm.solvent)
        ? drawing.solvents
        : [...drawing.solvents, { name: arm.solvent, max: "0.2 % v/v" }];
    onDraw({ ...addArm(drawing, arm), solvents });
  };
  return (
    <div class="arms">
      <div class="table-frame">
        <table>
          <thead>
            <tr>
              <th scope="col">Key</th>
              <th scope="col">Arm</th>
              <th scope="col">Compound</th>
              <th scope="col">Concentration</th>
              <th scope="col">Solvent</th>
              <th scope="col">
                <span class="unseen">Take out</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {arms.map((arm, index) => (
              <ArmRow
                key={index}
                arm={arm}
                place={index}
                onChange={(changed) => onDraw(changeArm(drawing, index, changed))}
              />
            ))}
          </tbody>
        </table>
      </div>
      <div class="actions">
        {arms.some((arm) => arm.vehicle) ? null : (
          <button type="button" onClick={() => add(vehicleArm())}>
            Add the vehicle
          </button>
        )}
        <button type="button" onClick={() => add(inhibitorArm(arms))}>
          Add an inhibitor
        </button>
      </div>
    </div>
  );
}

function vehicleArm(): DrawnArm {
  return { id: "vehicle", compound: null, concentration: null, solvent: "dmso", vehicle: true };
}

function inhibitorArm(arms: readonly DrawnArm[]): DrawnArm {
  const taken = new Set(arms.map((arm) => arm.id));
  let number = arms.length + 1;
  while (taken.has(`inhibitor-${number}`)) number += 1;
  const id = `inhibitor-${number}`;
  return { id, compound: id, concentration: "1 uM", solvent: "dmso", vehicle: false };
}

function ArmRow(props: { arm: DrawnArm; place: number; onChange: (arm: DrawnArm | null) => void }) {
  const { arm, place, onChange } = props;
  const cell = (field: "id" | "compound" | "concentration" | "solvent", words: string) => (
    <input
      aria-label={`${words} of arm ${place + 1}`}
      value={arm[field] ?? ""}
      disabled={arm.vehicle && (field === "compound" || field === "concentration")}
      maxLength={80}
      // When the field is left: an arm must not lose its wells while its name is typed.
      onChange={(event) => {
        const text = event.currentTarget.value.trim();
        if (field === "id") onChange({ ...arm, id: text === "" ? arm.id : text });
        else onChange({ ...arm, [field]: text === "" ? null : text });
      }}
    />
  );
  return (
    <tr>
      <td>{place < 9 ? <kbd>{place + 1}</kbd> : null}</td>
      <td>{cell("id", "Name")}</td>
      <td>{arm.vehicle ? <span class="soft">vehicle</span> : cell("compound", "Compound")}</td>
      <td>{arm.vehicle ? <span class="soft">–</span> : cell("concentration", "Concentration")}</td>
      <td>{cell("solvent", "Solvent")}</td>
      <td>
        <button type="button" class="link" onClick={() => onChange(null)}>
          Take out<span class="unseen"> {arm.id}</span>
        </button>
      </td>
    </tr>
  );
}
