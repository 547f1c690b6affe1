import { z } from "zod";
import { type AnyRoute, route } from "../route.ts";

export const openApiRoutes: readonly AnyRoute[] = [
  route({
    operation: "openApi",
    method: "GET",
    path: "/openapi.json",
    tag: "bench",
    summary: "This document.",
    needs: "anybody",
    quiet: true,
    request: z.object({}),
    answer: "application/json",
    handle: ({ services }) => services.document(),
  }),
];
