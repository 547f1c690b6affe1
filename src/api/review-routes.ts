/** The worklist, and what a reviewer decides on a plate; each answers with the view of the same name. */
import { z } from "zod";
import { PLATE_TURNS, type PlateTurn } from "../domain/plate-turn.ts";
import { MEANINGS, type Signer } from "../pipeline/review/sign-rules.ts";
import type { Caller } from "./caller.ts";
import { identifier, line, paragraph, plateRequest, wellName } from "./request-schemas.ts";
import type { Doer } from "./review-service.ts";
import type {
  ChooseReadingRequest,
  CommentRequest,
  MaskChange,
  PreviewRequest,
  PreviewView,
  ReviewMaskRequest,
  ReviewView,
  RevokeRequest,
  SayTurnRequest,
  SignatureMeaning,
  SignRequest,
} from "./review-views.ts";
import { type AnyRoute, type RouteCall, route } from "./route.ts";
import type { TrailEntryView } from "./trail-views.ts";
import { worklistRoute } from "./worklist-route.ts";

const params = z.strictObject({ id: identifier });
const reason = line(500);
const LONGEST_TEXT = 2000;
const LONGEST_PASSWORD = 1000;

const recordSha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in lower-case hexadecimal digits");
const password = z.string().min(1, "must not be empty").max(LONGEST_PASSWORD, "is too long");
const version = z.int("must be a whole number").min(1, "must be at least 1");
const turn = z.enum(PLATE_TURNS as [PlateTurn, ...PlateTurn[]], { error: "is no way to lie" });
const meaning = z.enum(MEANINGS as [SignatureMeaning, ...SignatureMeaning[]], {
  error: `must be one of ${MEANINGS.join(", ")}`,
});
const changes = z
  .array(
    z.strictObject({
      wells: z.array(wellName).min(1, "must name a well").max(96, "names too many wells"),
      action: z.enum(["mask", "unmask"], { error: "must be mask or unmask" }),
    }) satisfies z.ZodType<MaskChange>,
  )
  .min(1, "must hold a change")
  .max(96, "holds too many changes");

const previewRequest = z.object({
  params,
  body: z
    .strictObject({
      changes: changes.optional(),
      version: version.optional(),
      turn: turn.optional(),
    })
    .refine((body) => Object.values(body).some((one) => one !== undefined), {
      message: "must name a change",
      path: ["changes"],
    }) satisfies z.ZodType<PreviewRequest>,
});
const maskRequest = z.object({
  params,
  body: z.strictObject({ recordSha256, changes, reason }) satisfies z.ZodType<ReviewMaskRequest>,
});
const chooseRequest = z.object({
  params,
  body: z.strictObject({ recordSha256, version, reason }) satisfies z.ZodType<ChooseReadingRequest>,
});
const turnRequest = z.object({
  params,
  body: z.strictObject({ recordSha256, turn, reason }) satisfies z.ZodType<SayTurnRequest>,
});
const commentRequest = z.object({
  params,
  body: z.strictObject({ text: paragraph(LONGEST_TEXT) }) satisfies z.ZodType<CommentRequest>,
});
const signRequest = z.object({
  params,
  body: z.strictObject({
    recordSha256,
    meaning,
    comment: paragraph(LONGEST_TEXT).optional(),
    password,
  }) satisfies z.ZodType<SignRequest>,
});
const revokeRequest = z.object({
  params,
  body: z.strictObject({
    signatureId: identifier,
    reason,
    password,
  }) satisfies z.ZodType<RevokeRequest>,
});

/** A badge is good for the bench only; who may sign holds the permission and has given a password. */
function signerOf(caller: Caller): Signer | null {
  if (caller.kind !== "person" || caller.method !== "password") return null;
  if (!caller.permissions.has("sign")) return null;
  return { personId: caller.personId, name: caller.name, role: caller.role };
}

function doerOf({ caller, stands }: Pick<RouteCall<unknown>, "caller" | "stands">): Doer {
  const isPerson = caller.kind === "person";
  return {
    name: caller.name,
    authorisedBy: isPerson ? caller.authorisedBy : null,
    signer: signerOf(caller),
    personId: isPerson ? caller.personId : null,
    stands,
  };
}

const questions: readonly AnyRoute[] = [
  route({
    operation: "review",
    method: "GET",
    path: "/plates/:id/review",
    tag: "review",
    summary: "Signatures, comments, readings and the record that stands, of one plate.",
    needs: "look",
    quiet: true,
    request: plateRequest,
    answer: "ReviewView",
    handle: (call): ReviewView => call.services.review.review(call.parts.params.id, doerOf(call)),
  }),
  route({
    operation: "plateTrail",
    method: "GET",
    path: "/plates/:id/trail",
    tag: "review",
    summary: "The plate's own audit trail, newest first; it counts as seen by the person who asks.",
    needs: "trail",
    request: plateRequest,
    answer: "TrailEntryView[]",
    handle: (call): readonly TrailEntryView[] =>
      call.services.review.trail(call.parts.params.id, doerOf(call)),
  }),
  route({
    operation: "previewReview",
    method: "POST",
    path: "/plates/:id/review/preview",
    tag: "review",
    summary: "What would come of masks, another reading or another way to lie; nothing is stored.",
    needs: "look",
    request: previewRequest,
    answer: "PreviewView",
    handle: ({ services, parts }): Promise<PreviewView> =>
      services.review.preview(parts.params.id, parts.body),
  }),
];

const changesOfPlates: readonly AnyRoute[] = [
  route({
    operation: "maskWells",
    method: "POST",
    path: "/plates/:id/review/masks",
    tag: "review",
    summary: "Leave wells out of the analysis or let them count again, with one reason.",
    needs: "review",
    authorisable: true,
    request: maskRequest,
    answer: "ReviewView",
    handle: (call): ReviewView =>
      call.services.review.mask(call.parts.params.id, call.parts.body, doerOf(call)),
  }),
  route({
    operation: "chooseReading",
    method: "POST",
    path: "/plates/:id/review/choice",
    tag: "review",
    summary: "Say which reading of the plate counts, with a reason.",
    needs: "review",
    authorisable: true,
    request: chooseRequest,
    answer: "ReviewView",
    handle: (call): ReviewView =>
      call.services.review.choose(call.parts.params.id, call.parts.body, doerOf(call)),
  }),
  route({
    operation: "sayTurn",
    method: "POST",
    path: "/plates/:id/review/turn",
    tag: "review",
    summary: "Say how the plate lay in the reader, with a reason; the reading stays as it is.",
    needs: "review",
    authorisable: true,
    request: turnRequest,
    answer: "ReviewView",
    handle: (call): ReviewView =>
      call.services.review.sayTurn(call.parts.params.id, call.parts.body, doerOf(call)),
  }),
  route({
    operation: "commentPlate",
    method: "POST",
    path: "/plates/:id/review/comments",
    tag: "review",
    summary: "Write a comment on the plate, which nobody can change afterwards.",
    needs: "review",
    request: commentRequest,
    answer: "ReviewView",
    handle: (call): ReviewView =>
      call.services.review.comment(call.parts.params.id, call.parts.body, doerOf(call)),
  }),
];

const signing: readonly AnyRoute[] = [
  route({
    operation: "signPlate",
    method: "POST",
    path: "/plates/:id/review/signatures",
    tag: "review",
    guessable: true,
    summary: "Sign the plate as it stands, with a meaning and the password once more.",
    needs: "sign",
    request: signRequest,
    answer: "ReviewView",
    handle: (call): Promise<ReviewView> =>
      call.services.review.sign(call.parts.params.id, call.parts.body, doerOf(call)),
  }),
  route({
    operation: "revokeSignature",
    method: "POST",
    path: "/plates/:id/review/revocations",
    tag: "review",
    guessable: true,
    summary: "Take a signature back, with a reason and the password once more; it stays visible.",
    needs: "sign",
    request: revokeRequest,
    answer: "ReviewView",
    handle: (call): Promise<ReviewView> =>
      call.services.review.revoke(call.parts.params.id, call.parts.body, doerOf(call)),
  }),
];

export const reviewRoutes: readonly AnyRoute[] = [
  worklistRoute,
  ...questions,
  ...changesOfPlates,
  ...signing,
];
