import { fileReason } from "../../domain/file-reason.ts";
import { certificateTrouble } from "../certificate.ts";
import type { Duty, DutyContext } from "../duty.ts";

const LOOK_EVERY_MS = 60_000;
const PART = "certificate";

/** Takes a new certificate when there is one, and says what is wrong with it, or will be within thirty days. */
export function lookAtCertificate(
  { pages, health, log }: Pick<DutyContext, "pages" | "health" | "log">,
  nowMs: number,
): void {
  try {
    if (pages.renewCertificate()) log.info("the pages have a new certificate");
    const certificate = pages.certificate();
    health.tell(PART, certificate === null ? null : certificateTrouble(certificate, nowMs));
  } catch (error) {
    health.tell(
      PART,
      `The certificate of the pages cannot be read again: ${fileReason(error)}. The one from before is in use until the daemon ends; mend the files.`,
    );
  }
}

/** The files are read again each minute, so that what renews certificates need not know of this program. */
export const certificateDuty: Duty = {
  name: "certificate",
  start: (context) => {
    if (context.config.web.tls === undefined) return { stop: () => undefined };
    const look = (): void => lookAtCertificate(context, Date.now());
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return { stop: () => clearInterval(timer) };
  },
};
