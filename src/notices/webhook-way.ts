import { createHmac } from "node:crypto";
import type { NoticeKind } from "../domain/notice.ts";
import type { NoticeWay } from "./notice-ways.ts";

const ANSWER_WITHIN_MS = 15_000;
const LONGEST_ANSWER_SHOWN = 200;

export interface WebhookSettings {
  readonly id: string;
  readonly url: string;
  /** The key's bytes. */
  readonly secret: Buffer;
  readonly kinds: readonly NoticeKind[];
}

/** The signature that `webhook-signature` holds, of what was sent under this id at this time (Standard Webhooks 1.0). */
export function webhookSignature(
  secret: Buffer,
  sent: { readonly id: string; readonly atSeconds: number; readonly body: string },
): string {
  const signed = `${sent.id}.${sent.atSeconds}.${sent.body}`;
  return `v1,${createHmac("sha256", secret).update(signed).digest("base64")}`;
}

/** Notices as signed HTTP requests, as the Standard Webhooks specification describes them. */
export function webhookWay({ id, url, secret, kinds }: WebhookSettings): NoticeWay {
  return {
    way: "webhook",
    target: id,
    kinds: new Set(kinds),
    send: async (notice) => {
      const { kind, raisedAtUtc, ...about } = notice;
      const body = JSON.stringify({
        type: `platewarden.${kind}`,
        timestamp: raisedAtUtc,
        data: about,
      });
      const atSeconds = Math.floor(Date.now() / 1000);
      const response = await fetch(url, {
        method: "POST",
        // A signed body is for this address alone.
        redirect: "error",
        headers: {
          "content-type": "application/json",
          "user-agent": "Platewarden",
          "webhook-id": notice.id,
          "webhook-timestamp": String(atSeconds),
          "webhook-signature": webhookSignature(secret, { id: notice.id, atSeconds, body }),
        },
        body,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const answer = await response.text();
      if (!response.ok) {
        throw new Error(
          `${url} answered ${response.status} ${answer.slice(0, LONGEST_ANSWER_SHOWN)}`.trim(),
        );
      }
    },
  };
}
