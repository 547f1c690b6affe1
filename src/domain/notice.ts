/** What people are told of beside the plates themselves: one table of kinds. */

/** As a colour with its shape: something is wrong; have a look; good news; for the record. */
export type NoticeTone = "bad" | "look" | "good" | "calm";

interface NoticeKindEntry {
  readonly tone: NoticeTone;
  /** True where it stands until somebody has seen to it. */
  readonly standing: boolean;
  /** For the subject of a mail, without a plate, a sample or a verdict. */
  readonly title: string;
}

export const NOTICE_KINDS = {
  overdue: { tone: "look", standing: true, title: "A planned plate has not come" },
  "run-failed": { tone: "bad", standing: true, title: "A run has failed" },
  "re-read": { tone: "bad", standing: true, title: "A plate must be read again" },
  "plate-failed": { tone: "bad", standing: true, title: "A plate has failed" },
  "plate-finished": { tone: "good", standing: false, title: "A plate is finished" },
  flagged: { tone: "look", standing: true, title: "A combination is flagged for review" },
  unassigned: { tone: "look", standing: true, title: "A reading waits to be assigned" },
  quarantined: { tone: "look", standing: true, title: "A file was not understood" },
  "signature-void": {
    tone: "look",
    standing: true,
    title: "Signatures of a plate do not hold any more",
  },
  "sign-in-failures": {
    tone: "bad",
    standing: true,
    title: "Sign-ins have failed again and again",
  },
  "disk-low": { tone: "bad", standing: true, title: "The disk is nearly full" },
  "reader-lost": { tone: "bad", standing: true, title: "A reader has been out of reach for long" },
  "reader-changed": { tone: "look", standing: true, title: "Another reader answers under a name" },
  "reader-clock": { tone: "look", standing: true, title: "A reader's own clock is off" },
  "clock-doubtful": { tone: "bad", standing: true, title: "The computer's clock has jumped" },
  "backup-failed": { tone: "bad", standing: true, title: "A backup was not made" },
  "store-changed": {
    tone: "bad",
    standing: true,
    title: "What is stored is not what was written",
  },
} as const satisfies Readonly<Record<string, NoticeKindEntry>>;

export type NoticeKind = keyof typeof NOTICE_KINDS;

export const ALL_NOTICE_KINDS = Object.keys(NOTICE_KINDS) as [NoticeKind, ...NoticeKind[]];
