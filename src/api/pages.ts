import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

const notBuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Platewarden: pages not built</title>
<h1>The pages are not built yet</h1>
<p>The bench itself is working: readers are watched and plates are captured. Only these pages are missing.</p>
<p>To build them, run <code>npm run prepare</code> in Platewarden's folder and load this page again.</p>
</html>
`;

/**
 * Serves the built pages, compressed where they were built so: names with a content hash for ever, the rest checked on
 * each visit.
 */
export function registerPages(app: FastifyInstance, webRoot: string): void {
  if (!existsSync(join(webRoot, "index.html"))) {
    app.get("/", (_request, reply) =>
      reply.status(503).header("content-type", "text/html; charset=utf-8").send(notBuilt),
    );
    return;
  }
  app.register(fastifyStatic, {
    root: webRoot,
    cacheControl: false,
    preCompressed: true,
    setHeaders(reply, path) {
      const hashed = path.startsWith(join(webRoot, "assets"));
      reply.header("cache-control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
}
