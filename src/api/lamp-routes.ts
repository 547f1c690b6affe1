/** What a screen may show that nobody is signed in at. */
import { z } from "zod";
import type { LampView } from "./lamp-views.ts";
import { type AnyRoute, route } from "./route.ts";

export const lampRoutes: readonly AnyRoute[] = [
  route({
    operation: "lamp",
    method: "GET",
    path: "/lamp",
    tag: "bench",
    summary:
      "Readers and the lamps of the last plates, without samples: for a locked screen or a wall.",
    needs: "anybody",
    quiet: true,
    request: z.object({}),
    answer: "LampView",
    handle: ({ services }): LampView => services.bench.lamp(),
  }),
];
