import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import preact from "@preact/preset-vite";
import { defineConfig, type Plugin } from "vite";

const TEXTS = /\.(js|css|html)$/;

/** Beside every built text the same compressed, so that the server has nothing to compress while a plate is read. */
function compressFiles(): Plugin {
  return {
    name: "platewarden-compress-files",
    apply: "build",
    writeBundle: ({ dir }, bundle) => {
      for (const file of Object.values(bundle)) {
        if (dir === undefined || !TEXTS.test(file.fileName)) continue;
        const text = Buffer.from(file.type === "chunk" ? file.code : file.source);
        const path = join(dir, file.fileName);
        writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
        writeFileSync(`${path}.br`, brotliCompressSync(text));
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [preact(), compressFiles()],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
