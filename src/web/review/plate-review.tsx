import { useState } from "preact/hooks";
import type { SignatureMeaning, SignatureView, WorklistRowView } from "../../api/review-views.ts";
import type { PlateView } from "../../api/views.ts";
import { RequestRefused, type Sending } from "../api-client.ts";
import { ReferenceBars } from "../charts/reference-bars.tsx";
import { chooseReading, maskWells, sayTurn } from "../clients/review-client.ts";
import { formatDose } from "../format.ts";
import { FlagList } from "../parts/flag-list.tsx";
import { Panel } from "../parts/panel.tsx";
import { QualityPanel } from "../plate/quality-panel.tsx";
import { useAuthorised } from "../shell/authorise.tsx";
import { mayI, useSession } from "../shell/use-session.ts";
import { ChangePanel } from "./change-panel.tsx";
import { CommentsPanel } from "./comments-panel.tsx";
import { CompareDialog } from "./compare-dialog.tsx";
import { CurvesPanel } from "./curves-panel.tsx";
import { DecisionPanel } from "./decision-panel.tsx";
import { LiePanel } from "./lie-panel.tsx";
import { MeanwhileNote } from "./meanwhile-note.tsx";
import { ReadingsPanel } from "./readings-panel.tsx";
import type { Neighbours } from "./review-address.ts";
import { type ProposedChange, wellsOfText, wordsOfChange } from "./review-draft.ts";
import { ReviewHead } from "./review-head.tsx";
import type { Reviewer } from "./reviewer.ts";
import { RevokeDialog } from "./revoke-dialog.tsx";
import { SignDialog } from "./sign-dialog.tsx";
import { TrailPanel } from "./trail-panel.tsx";
import { useDraft } from "./use-draft.ts";
import { useHotkeys } from "./use-hotkeys.ts";
import { useReview } from "./use-review.ts";
import { VerdictTable } from "./verdict-table.tsx";

type Open =
  | { readonly dialog: "compare"; readonly change: ProposedChange; readonly recordSha256: string }
  | { readonly dialog: "sign"; readonly meaning: SignatureMeaning }
  | { readonly dialog: "revoke"; readonly signature: SignatureView };

/** The evidence of one plate on one screen, and everything that a person can decide about it. */
export function PlateReview(props: {
  plateId: string;
  revision: number;
  /** As the worklist has it; null while it is not known there. */
  row: WorklistRowView | null;
  neighbours: Neighbours;
  listAddress: string;
  /** Wells to pick at first, parted by commas. */
  firstWells: string;
  person: Reviewer | null;
  /** True while the connection is lost. */
  old: boolean;
  onOpen: (plateId: string) => void;
}) {
  const { plateId, neighbours, person } = props;
  const session = useSession();
  const mayReview = mayI(session, "review");
  const maySign = mayI(session, "sign");
  const { shown, problem, meanwhile, acknowledge, act, reload } = useReview(
    plateId,
    props.revision,
  );
  const authorised = useAuthorised();
  const [draft, setDraft] = useDraft(`${person?.id ?? ""} ${plateId}`, {
    wells: wellsOfText(props.firstWells),
  });
  const [open, setOpen] = useState<Open | null>(null);

  const goTo = (id: string | null): unknown => id !== null && props.onOpen(id);
  useHotkeys({
    n: () => goTo(neighbours.after),
    p: () => goTo(neighbours.before),
    u: () => {
      location.hash = props.listAddress;
    },
  });

  if (shown === null) {
    return (
      <main class="review-plate">
        <p class="loading" aria-live="polite">
          {problem ?? "Loading the plate …"}
        </p>
        <a href={props.listAddress}>Back to the worklist</a>
      </main>
    );
  }
  const { review, plate } = shown;

  const compare = (change: ProposedChange): void =>
    setOpen({ dialog: "compare", change, recordSha256: review.recordSha256 });
  const save = async (change: ProposedChange, recordSha256: string): Promise<void> => {
    const reason = draft.reason.trim();
    const what = { what: `${wordsOfChange(change)} of plate ${review.barcode}`, subject: plateId };
    const send = (sending: Sending) => {
      const decision = { recordSha256, reason };
      if (change.kind === "masks") {
        return maskWells(plateId, { ...decision, changes: change.changes }, sending);
      }
      if (change.kind === "choice") {
        return chooseReading(plateId, { ...decision, version: change.version }, sending);
      }
      return sayTurn(plateId, { ...decision, turn: change.turn }, sending);
    };
    try {
      await act(() => authorised(what, send));
    } catch (error) {
      // The dialog now compares with what stands; saved again, it is decided on that.
      const standing = standingRecord(error);
      if (standing !== null) setOpen({ dialog: "compare", change, recordSha256: standing });
      throw error;
    }
    setDraft(change.kind === "masks" ? { reason: "", wells: new Set() } : { reason: "" });
  };

  return (
    <main class={`review-plate ${props.old ? "old" : ""}`}>
      <ReviewHead
        shown={shown}
        row={props.row}
        neighbours={neighbours}
        listAddress={props.listAddress}
        onOpen={props.onOpen}
      />
      <MeanwhileNote sentences={meanwhile} onSeen={acknowledge} />
      <div class="review-evidence">
        <ChangePanel
          plate={plate}
          draft={draft}
          mayChange={person !== null}
          onDraft={setDraft}
          onCompare={compare}
        />
        <LiePanel plate={plate} mayChange={mayReview} onCompare={compare} />
        <ReadingsPanel review={review} mayChange={mayReview} onCompare={compare} />
      </div>
      <div class="review-result">
        <VerdictTable plate={plate} />
        <CurvesPanel plate={plate} />
        <ReferencePanel plate={plate} />
        {plate.flags.length === 0 ? null : (
          <Panel title="Flags">
            <FlagList flags={plate.flags} />
          </Panel>
        )}
      </div>
      <div class="review-decision">
        <DecisionPanel
          review={review}
          onSign={(meaning) => setOpen({ dialog: "sign", meaning })}
          onRevoke={(signature) => setOpen({ dialog: "revoke", signature })}
          mayRevoke={maySign}
        />
        <TrailPanel review={review} onOpened={reload} />
        <CommentsPanel
          review={review}
          mayComment={mayReview}
          text={draft.comment}
          onText={(comment) => setDraft({ comment })}
          act={act}
        />
        {plate.statistics.length + plate.transferWarnings.length === 0 ? null : (
          <QualityPanel plate={plate} />
        )}
      </div>
      {open?.dialog !== "compare" ? null : (
        <CompareDialog
          plateId={plateId}
          change={open.change}
          reason={draft.reason}
          onReason={(reason) => setDraft({ reason })}
          onSave={() => save(open.change, open.recordSha256)}
          onClose={() => setOpen(null)}
        />
      )}
      {open?.dialog !== "sign" || person === null ? null : (
        <SignDialog
          shown={shown}
          person={person}
          meaning={open.meaning}
          comment={draft.signatureComment}
          onComment={(signatureComment) => setDraft({ signatureComment })}
          act={act}
          reload={reload}
          onClose={(signed) => {
            setOpen(null);
            if (signed) setDraft({ signatureComment: "" });
          }}
        />
      )}
      {open?.dialog !== "revoke" || person === null ? null : (
        <RevokeDialog
          plateId={plateId}
          signature={open.signature}
          person={person}
          act={act}
          onClose={() => setOpen(null)}
        />
      )}
    </main>
  );
}

/** Survival of all arms at the reference dose; nothing on plates without one. */
function ReferencePanel(props: { plate: PlateView }) {
  const { plate } = props;
  const dose = plate.comparisons.find((one) => one.referenceDoseUgPerMl !== null);
  if (dose === undefined) return null;
  return (
    <Panel title={`Survival at ${formatDose(dose.referenceDoseUgPerMl)} prednisolone`}>
      <ReferenceBars plate={plate} />
    </Panel>
  );
}

/** The record that stands instead of the one a decision was made on; null when it was refused for another reason. */
function standingRecord(error: unknown): string | null {
  if (!(error instanceof RequestRefused) || error.code !== "RECORD_CHANGED") return null;
  const { recordSha256 } = error.detail;
  return typeof recordSha256 === "string" ? recordSha256 : null;
}
