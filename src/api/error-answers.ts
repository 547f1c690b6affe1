import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { PlatewardenError } from "../domain/errors.ts";
import type { ErrorView } from "./views.ts";

/** Turns every error into an `ErrorView`. What is nobody's mistake but ours is logged and told without internals. */
export function registerErrorAnswers(app: FastifyInstance): void {
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request) => {
    throw new PlatewardenError(
      "ROUTE_UNKNOWN",
      `There is nothing at ${request.method} ${request.url}.`,
    );
  });
}

/** Answers with the `ErrorView` of what was thrown; also for addresses that no route can be looked up for. */
export function answerError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const error = toPlatewardenError(thrown);
  const { blame, httpStatus } = error.entry;
  if (blame === "bug" || httpStatus >= 500) {
    request.log.error({ err: thrown, method: request.method, url: request.url }, error.message);
  }
  const { retryAfterMs } = error.detail;
  if (typeof retryAfterMs === "number") {
    reply.header("retry-after", String(Math.ceil(retryAfterMs / 1000)));
  }
  reply.status(httpStatus).send(errorView(error));
}

function errorView(error: PlatewardenError): ErrorView {
  return {
    error: {
      code: error.code,
      message: error.message,
      remedy: error.entry.remedy,
      detail: error.detail,
    },
  };
}

function toPlatewardenError(thrown: unknown): PlatewardenError {
  if (thrown instanceof PlatewardenError) return thrown;
  const { code, message, statusCode } = asFastifyError(thrown);
  if (code === "FST_ERR_CTP_BODY_TOO_LARGE") {
    return new PlatewardenError("BODY_TOO_LARGE", "The body is longer than 16 kB.");
  }
  if (code === "FST_ERR_CTP_INVALID_MEDIA_TYPE") {
    return new PlatewardenError("CONTENT_TYPE_REFUSED", "Only application/json is taken.");
  }
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new PlatewardenError(
      "REQUEST_INVALID",
      `The request could not be understood: ${message}.`,
    );
  }
  return new PlatewardenError("INTERNAL", "The server met an error of its own.");
}

function asFastifyError(thrown: unknown): Partial<FastifyError> {
  return thrown instanceof Error ? thrown : {};
}
