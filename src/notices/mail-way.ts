import { createTransport } from "nodemailer";
import type { NoticeKind } from "../domain/notice.ts";
import type { NoticeWay, OutgoingNotice } from "./notice-ways.ts";

const ANSWER_WITHIN_MS = 20_000;

export interface MailSettings {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte; `starttls` demanded; `none` in the clear, for a server on this computer. */
  readonly security: "tls" | "starttls" | "none";
  readonly user: string | null;
  readonly password: string | null;
  readonly from: string;
  readonly to: readonly string[];
  readonly kinds: readonly NoticeKind[];
}

/** Notices as e-mail, one message to all recipients (RFC 5321, 5322). */
export function mailWay(settings: MailSettings): NoticeWay {
  const { host, port, security, user, password } = settings;
  const transport = createTransport({
    host,
    port,
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    ...(user === null ? {} : { auth: { user, pass: password ?? "" } }),
    connectionTimeout: ANSWER_WITHIN_MS,
    greetingTimeout: ANSWER_WITHIN_MS,
    socketTimeout: ANSWER_WITHIN_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    way: "mail",
    target: settings.to.join(", "),
    kinds: new Set(settings.kinds),
    send: async (notice) => {
      const sent = await transport.sendMail({
        from: settings.from,
        to: [...settings.to],
        subject: `Platewarden: ${notice.title} (${notice.subject})`,
        text: mailText(notice),
        date: new Date(notice.raisedAtUtc),
        messageId: `<${notice.id}@platewarden.invalid>`,
        // Out-of-office answers to a machine help nobody (RFC 3834).
        headers: { "Auto-Submitted": "auto-generated" },
      });
      const refused = sent.rejected.map(String);
      if (refused.length > 0) throw new Error(`the mail server refused ${refused.join(", ")}`);
    },
  };
}

function mailText({ title, subject, raisedAtUtc, address }: OutgoingNotice): string {
  return `${title}: ${subject}
${raisedAtUtc}

On the bench computer: ${address}

Sent by Platewarden. What was measured, and of whom, is not sent by mail.
`;
}
