import { mailWay } from "../notices/mail-way.ts";
import type { NoticeWay } from "../notices/notice-ways.ts";
import { webhookWay } from "../notices/webhook-way.ts";
import type { Config } from "./config.ts";

/** Where notices go, by mail and by webhooks. */
export function noticeWays({ mail, webhooks }: Config): readonly NoticeWay[] {
  return [...(mail === null ? [] : [mailWay(mail)]), ...webhooks.map(webhookWay)];
}
