/** The program of a thread that reads files as a test wants it. */
import { parentPort } from "node:worker_threads";

parentPort?.on("message", ({ id, name }) => {
  if (name === "endless") for (;;);
  if (name === "huge") for (const kept = []; ; ) kept.push(new Array(100_000).fill(name));
  if (name === "exit") process.exit(3);
  if (name === "late") {
    setTimeout(() => {
      throw new Error("too late");
    }, 20);
  }
  if (name === "bug") {
    parentPort?.postMessage({ id, error: "undefined is not a function" });
    return;
  }
  const outcome = { kind: "refused", dialectId: null, code: "ECHO", sentence: name };
  parentPort?.postMessage({ id, outcome });
});
