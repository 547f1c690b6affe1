/** Why a connection ended, and how soon another one makes sense. */

/**
 * `link`: try again soon. `refused`: certificate, login or session limit; trying again soon changes nothing and may lock
 * an account. `setup`: the server answers but has not what the configuration names.
 */
export type TroubleKind = "link" | "refused" | "setup";

/** Carries a whole sentence for the operator. */
export class ConnectionTrouble extends Error {
  readonly kind: TroubleKind;

  constructor(kind: TroubleKind, sentence: string, options: { cause?: unknown } = {}) {
    super(sentence, options);
    this.name = "ConnectionTrouble";
    this.kind = kind;
  }
}

/** Errors of the library are told apart by the names of status codes in their text: many carry no code. */
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [
    /BadUserAccessDenied|BadIdentityToken(Rejected|Invalid)|0x801f0000|0x8020|0x8021/i,
    "The server refused the login. Check `user` and the password; nothing is tried again for a while, so that no account is locked.",
  ],
  [
    /Cannot find ANONYMOUS|user token policy|userTokenType/i,
    "The server does not let anybody in this way. Give `user` and `passwordFile`, or `anonymous = true` where it knows no login.",
  ],
  [
    /BadTooManySessions|BadMaxConnectionsReached|0x80560000/i,
    "The server has no session left. Close another program that uses it; sessions of lost connections end by themselves after a while.",
  ],
  [
    /BadCertificateTimeInvalid|BadCertificateIssuerTimeInvalid/i,
    "The server's certificate is not valid today. Compare the clocks of both computers, or have the certificate renewed and trust the new one.",
  ],
  [
    /BadSecurityChecksFailed|BadCertificate|BadApplicationSignature|certificate/i,
    "The server refused our certificate, or we its. Trust Platewarden's certificate at the server (`platewarden opcua list` shows its fingerprint).",
  ],
  [
    /Cannot find an Endpoint|BadSecurityPolicyRejected|BadSecurityModeRejected/i,
    "The server offers no encrypted endpoint (Basic256Sha256, sign and encrypt). Switch it on at the server.",
  ],
];

/** Every error as a trouble: those of the library by their words, all others as a lost link. */
export function troubleOf(error: unknown): ConnectionTrouble {
  if (error instanceof ConnectionTrouble) return error;
  const words = shortReason(error);
  for (const [pattern, sentence] of REFUSALS) {
    if (pattern.test(words)) return new ConnectionTrouble("refused", sentence, { cause: error });
  }
  return new ConnectionTrouble("link", `The link to the reader's server was lost: ${words}.`, {
    cause: error,
  });
}

/** The first line of the library's words, without its decoration. */
export function shortReason(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g");
  const line = words
    .replaceAll(colours, "")
    .split("\n")
    .map((one) => one.trim())
    .find((one) => one !== "");
  return (line ?? "without a reason").replace(/[.\s]+$/, "").slice(0, 300);
}
