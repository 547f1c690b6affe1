import { useEffect, useState } from "preact/hooks";
import type { MaskRequest, PlateView, WellView } from "../../api/views.ts";
import { addMask, removeMask } from "../api-client.ts";
import { TextField } from "../parts/fields.tsx";
import { readMemory, writeMemory } from "../parts/memory.ts";
import { type Message, Notice, refusal } from "../parts/notice.tsx";

/** Leaves the selected well out of the analysis, or takes it in again; never without a reason and a name. */
export function MaskForm(props: {
  plateId: string;
  well: WellView;
  onChanged: (plate: PlateView) => void;
}) {
  const { plateId, well } = props;
  const [reason, setReason] = useState("");
  const [by, setBy] = useState(readMemory("operator") ?? "");
  const [asked, setAsked] = useState(false);
  const [message, setMessage] = useState<Message | null>(null);
  useEffect(() => setAsked(false), [well.well]);
  const masked = well.maskReason === "review";

  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (reason.trim() === "" || by.trim() === "") return;
    const request: MaskRequest = { well: well.well, reason: reason.trim(), by: by.trim() };
    const change = masked ? removeMask : addMask;
    change(plateId, request).then(
      (plate) => {
        writeMemory("operator", request.by);
        setReason("");
        setAsked(false);
        const text = masked ? `${request.well} counts again.` : `${request.well} is left out.`;
        setMessage({ tone: "good", text, remedy: "The plate has been judged again." });
        props.onChanged(plate);
      },
      (error: unknown) => setMessage(refusal(error)),
    );
  };

  return (
    <form class="mask-form" onSubmit={submit} autocomplete="off">
      <TextField
        name="reason"
        label={masked ? `Why does ${well.well} count again?` : `Why leave ${well.well} out?`}
        value={reason}
        problem={asked && reason.trim() === "" ? "A reason is needed." : null}
        onInput={setReason}
      />
      <TextField
        name="by"
        label="Your name"
        value={by}
        problem={asked && by.trim() === "" ? "A name is needed." : null}
        onInput={setBy}
      />
      <button type="submit">{masked ? `Unmask ${well.well}` : `Mask ${well.well}`}</button>
      <Notice message={message} />
    </form>
  );
}
