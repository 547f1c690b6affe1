import type { NoticeKind } from "../domain/notice.ts";
import type { DeliveryRow } from "../store/deliveries.ts";
import type { NoticeRow } from "../store/notices.ts";

/** What goes out. It names a plate at most: no sample, no patient and no verdict leaves the laboratory by mail. */
export interface OutgoingNotice {
  /** The delivery's id: the same at every attempt, so that a receiver can drop a second one. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly title: string;
  /** The plate's barcode, or what else it is about. */
  readonly subject: string;
  readonly raisedAtUtc: string;
  /** The page that shows it, on the bench computer. */
  readonly address: string;
}

/** A place that notices go to. `send` resolves when the other side has taken it; it rejects with the reason else. */
export interface NoticeWay {
  readonly way: DeliveryRow["way"];
  /** Unique among the ways of its kind, and shown to people. */
  readonly target: string;
  readonly kinds: ReadonlySet<NoticeKind>;
  send(notice: OutgoingNotice): Promise<void>;
}

export function wants(way: NoticeWay, notice: NoticeRow): boolean {
  return way.kinds.has(notice.kind);
}
