import { useEffect, useId, useState } from "preact/hooks";
import type { PreviewView } from "../../api/review-views.ts";
import type { PlateView } from "../../api/views.ts";
import { HeatMap } from "../charts/heat-map.tsx";
import { previewChange } from "../clients/review-client.ts";
import { Icon } from "../parts/icon.tsx";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { scaleFor, WELL_MODES } from "../plate/well-modes.ts";
import { Modal } from "../shell/modal.tsx";
import { type ComparedFigure, compareArms, comparePlate } from "./compare-plates.ts";
import { ReasonField } from "./reason-field.tsx";
import { type ProposedChange, previewOf, wordsOfChange } from "./review-draft.ts";

/** A change that is not saved yet: both results side by side, and the button that saves it. */
export function CompareDialog(props: {
  plateId: string;
  change: ProposedChange;
  reason: string;
  onReason: (reason: string) => void;
  /** Saves it; rejects when it is refused. */
  onSave: () => Promise<void>;
  onClose: () => void;
}) {
  const { plateId, change } = props;
  const [preview, setPreview] = useState<PreviewView | null>(null);
  const [message, setMessage] = useState<Message | null>(null);
  const [asked, setAsked] = useState(false);
  const [saving, setSaving] = useState(false);
  const words = wordsOfChange(change);

  const load = (): void => {
    previewChange(plateId, previewOf(change)).then(setPreview, (error: unknown) =>
      setMessage(refusal(error)),
    );
  };
  useEffect(load, []);

  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (props.reason.trim() === "" || preview === null || saving) return;
    setSaving(true);
    setMessage(null);
    props.onSave().then(props.onClose, (error: unknown) => {
      setSaving(false);
      setMessage(refusal(error));
      // What it would change is to be seen against what stands now.
      load();
    });
  };

  return (
    <Modal
      title={`What comes of it, if you ${words}`}
      class="compare-dialog"
      onClose={props.onClose}
    >
      {preview === null ? (
        <p class="compare-waiting" aria-live="polite">
          {message === null ? "Both results are being computed …" : ""}
        </p>
      ) : (
        <Comparison preview={preview} />
      )}
      <form class="compare-save" onSubmit={save} autocomplete="off">
        <ReasonField
          label={`Why do you ${words}?`}
          value={props.reason}
          problem={asked && props.reason.trim() === "" ? "A reason is needed." : null}
          onInput={props.onReason}
        />
        <div class="actions">
          <button type="submit" class="primary" disabled={preview === null || saving}>
            Save
          </button>
          <button type="button" onClick={props.onClose}>
            Back, save nothing
          </button>
        </div>
        <Notice message={message}>
          <span class="soft">Signatures that stand now will not hold for the new result.</span>
        </Notice>
      </form>
    </Modal>
  );
}

function Comparison(props: { preview: PreviewView }) {
  const { before, after, sentences } = props.preview;
  return (
    <div class="comparison-body">
      <ul class="compare-sentences">
        {sentences.length === 0 ? (
          <li>
            <Icon name="tick" /> No verdict and no statistic changes.
          </li>
        ) : null}
        {sentences.map((sentence) => (
          <li key={sentence}>
            <Icon name="warning" /> {sentence}
          </li>
        ))}
      </ul>
      <div class="compare-pictures">
        <Picture title="Before" plate={before} />
        <Picture title="After" plate={after} />
      </div>
      <div class="compare-tables">
        {compareArms(before, after).map(({ arm, figures }) => (
          <ComparedTable key={arm} title={arm} figures={figures} />
        ))}
        <ComparedTable title="The plate" figures={comparePlate(before, after)} />
      </div>
    </div>
  );
}

function ComparedTable(props: { title: string; figures: readonly ComparedFigure[] }) {
  const { figures } = props;
  const changes = figures.filter((figure) => figure.changed).length;
  return (
    <table class={`compared ${changes === 0 ? "compared-same" : ""}`}>
      <caption>
        {props.title}{" "}
        <span class="soft">{changes === 0 ? "nothing changes" : `${changes} changed`}</span>
      </caption>
      <thead>
        <tr>
          <th scope="col">
            <span class="unseen">Figure</span>
          </th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {figures.map(({ label, before, after, changed }) => (
          <tr key={label} class={changed ? "compared-changed" : ""}>
            <th scope="row">{label}</th>
            <td>{before}</td>
            <td>
              {changed ? <ChangedMark /> : null}
              {after}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ChangedMark() {
  return (
    <span class="changed-mark">
      <span aria-hidden="true">▶ </span>
      <span class="unseen">changed: </span>
    </span>
  );
}

function Picture(props: { title: string; plate: PlateView }) {
  const { title, plate } = props;
  const id = useId();
  const mode =
    WELL_MODES.find((one) => one.mode === "survival" && hasNumbers(plate, one.valueOf)) ??
    WELL_MODES[0];
  if (mode === undefined) return null;
  const values = plate.wells.map((well) =>
    well.maskReason !== null ? "missing" : (mode.valueOf(well) ?? "missing"),
  );
  const leftOut = plate.wells.filter((well) => well.maskReason !== null).map((one) => one.well);
  const names = leftOut.length === 0 ? "none left out" : `left out: ${leftOut.join(", ")}`;
  return (
    <figure aria-labelledby={id}>
      <figcaption id={id}>
        <strong>{title}</strong> <span class="soft">{names}</span>
      </figcaption>
      <HeatMap
        values={values}
        scale={scaleFor(mode, plate.wells)}
        description={`${mode.label} in each well, ${title.toLowerCase()}; ${names}`}
        labels
      />
    </figure>
  );
}

function hasNumbers(
  plate: PlateView,
  numberOf: (well: PlateView["wells"][number]) => number | null,
): boolean {
  return plate.wells.some((well) => numberOf(well) !== null);
}
