/** Notices that do not hold any more end by themselves, so that what stands is what somebody must see to. */
import { countingVersion } from "../pipeline/counting-version.ts";
import { endNotice } from "../pipeline/raise-notice.ts";
import { reviewState, signaturesOf } from "../pipeline/review/standing-signatures.ts";
import type { ChangeRow } from "../store/journal.ts";
import type { NoticeRow } from "../store/notices.ts";
import type { Store } from "../store/open-store.ts";

/** Ends what is over by this change; only what is about its subject is looked at. */
export function endOldNews(store: Store, change: ChangeRow): void {
  for (const notice of overBy(store, change)) endNotice(store, notice, "daemon");
}

function overBy(store: Store, { kind, subject }: ChangeRow): readonly NoticeRow[] {
  if (kind === "plate") return [...overOfPlate(store, subject), ...assignedTo(store, subject)];
  if (kind === "run") return broughtBy(store, subject);
  if (kind === "document") return understood(store, subject);
  if (kind === "review") return decided(store, subject);
  return [];
}

/** Another reading counts than the one that was to be read again. */
function overOfPlate(store: Store, plateId: string): readonly NoticeRow[] {
  const counts = countingVersion(store, plateId)?.version.reading_id;
  return store.notices
    .standingOfPlate(plateId)
    .filter((notice) => notice.kind === "re-read" && notice.once !== `re-read ${counts}`);
}

/** Readings that waited and are this plate's now. */
function assignedTo(store: Store, plateId: string): readonly NoticeRow[] {
  return store.plates
    .versions(plateId)
    .flatMap((version) => store.notices.standingOnce(`unassigned ${version.reading_id}`));
}

/** Earlier runs of a plate that failed, once a later one has brought it. */
function broughtBy(store: Store, runId: string): readonly NoticeRow[] {
  const run = store.runs.byId(runId);
  if (run?.state !== "captured" || run.ended_at_utc === null) return [];
  const { barcode, ended_at_utc: endedAtUtc } = run;
  return store.notices
    .standingOn("run-failed", barcode)
    .filter((notice) => notice.raised_at_utc <= endedAtUtc);
}

/** What called for a decision, once somebody has made it. */
function decided(store: Store, plateId: string): readonly NoticeRow[] {
  const plate = store.plates.byId(plateId);
  if (plate === null || !DECIDED.has(reviewState(signaturesOf(store, plate)))) return [];
  return store.notices.standingOfPlate(plateId).filter(({ kind }) => CALLS.has(kind));
}

const DECIDED: ReadonlySet<string> = new Set(["approved", "rejected", "repeat-asked"]);
const CALLS: ReadonlySet<NoticeRow["kind"]> = new Set(["flagged", "plate-failed", "re-read"]);

function understood(store: Store, sha256: string): readonly NoticeRow[] {
  const isQuarantined = store.documents.newestInterpretation(sha256)?.outcome === "quarantined";
  return isQuarantined ? [] : store.notices.standingOnce(`quarantined ${sha256}`);
}
