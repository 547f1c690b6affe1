/** What is shown of the audit trail, and of notices and how they were sent. */

import type { NoticeKind, NoticeTone } from "../domain/notice.ts";

export interface TrailEntryView {
  readonly seq: number;
  readonly atUtc: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  /** The subject as people know it, e.g. the barcode of a plate; null where its id is all there is. */
  readonly subjectName: string | null;
  /** What happened, one plain sentence. */
  readonly sentence: string;
  /** Why, as the person said it; null for what nobody had to explain. */
  readonly reason: string | null;
  readonly detail: unknown;
  readonly sha256: string;
}

export interface TrailView {
  /** Newest first. */
  readonly entries: readonly TrailEntryView[];
  /** Entries that fit the search, also those not sent. */
  readonly total: number;
  /** Give this as `?before=` for older ones; null at the end. */
  readonly before: number | null;
  readonly actors: readonly string[];
  readonly actions: readonly string[];
}

export interface TrailCheckView {
  readonly whole: boolean;
  readonly entries: number;
  readonly checkedAtUtc: string;
  readonly lastSha256: string;
  /** What is wrong, a sentence each. */
  readonly problems: readonly string[];
}

/** Something a person should know of that has happened: finished, failed, flagged, overdue, failed sign-ins. */
export interface NoticeEntryView {
  readonly id: string;
  readonly kind: NoticeKind;
  readonly tone: NoticeTone;
  /** The kind in words. */
  readonly title: string;
  readonly sentence: string;
  /** The barcode, or what else people call it. */
  readonly subject: string;
  readonly plateId: string | null;
  readonly raisedAtUtc: string;
  readonly endedAtUtc: string | null;
  /** By each way it goes out: waiting, sent, or given up with the last error. */
  readonly deliveries: readonly DeliveryView[];
}

export interface DeliveryView {
  readonly id: string;
  readonly way: "mail" | "webhook";
  readonly to: string;
  readonly state: "waiting" | "sent" | "given-up";
  readonly attempts: number;
  readonly lastError: string | null;
  readonly nextAttemptAtUtc: string | null;
  readonly sentAtUtc: string | null;
}

export interface NoticesView {
  /** Those that stand first; of each the newest first. */
  readonly notices: readonly NoticeEntryView[];
  /** How many stand, also those not sent here. */
  readonly standing: number;
  readonly ways: readonly { readonly way: "mail" | "webhook"; readonly to: string }[];
  readonly waiting: number;
  readonly givenUp: number;
}
