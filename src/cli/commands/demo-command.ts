import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { sampleRow } from "../../api/summary-views.ts";
import { SHIPPED_LAYOUTS } from "../../daemon/config.ts";
import { untilStopped } from "../../daemon/until-stopped.ts";
import { demoPeopleTable } from "../../study/demo-people.ts";
import { type Demo, startDemo } from "../../study/play-demo.ts";
import { requireKeepFolder } from "../keep-folder.ts";
import { portNumber } from "../option-values.ts";
import { renderSampleTable } from "../render-sample-table.ts";
import { runDaemon } from "./daemon-commands.ts";

interface DemoCommandOptions {
  readonly config?: string;
  readonly once?: boolean;
  readonly keep?: string;
  readonly port: number;
}

const USUAL_PORT = 8480;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function sayTable({ daemon }: Demo): void {
  const rows = daemon.store.samples.all().map((sample) => sampleRow(daemon.store, sample));
  say(
    `\nAssay results for review, prednisolone with each inhibitor against prednisolone with vehicle:\n`,
  );
  say(`${renderSampleTable(rows)}\n`);
}

async function runDemo(options: DemoCommandOptions, dataFolder: string): Promise<void> {
  // Of its own, so that layouts can be saved in the demo.
  const layoutsFolder = join(dataFolder, "plate-layouts");
  cpSync(SHIPPED_LAYOUTS, layoutsFolder, { recursive: true, force: false });
  const demo = await startDemo({
    dataFolder,
    layoutsFolder,
    port: options.port,
    say,
  });
  const stopped = untilStopped();
  try {
    if (options.port !== 0 && !demo.daemon.url.endsWith(`:${options.port}`)) {
      say(`Port ${options.port} is taken; the next free one is used.`);
    }
    say(`Simulated readers, no patient's data. Bench page: ${demo.daemon.url}\n`);
    say(`Sign in there as one of these; their passwords are made anew at every start:\n`);
    say(`${demoPeopleTable(demo.people)}\n`);
    say(
      `Data folder: ${dataFolder}${options.keep === undefined ? " (removed at the end; --keep DIR keeps it)" : ""}\n`,
    );
    const played = await Promise.race([demo.played.then(() => true), stopped.then(() => false)]);
    if (!played) return;
    sayTable(demo);
    if (options.once) return;
    say(`Bench page: ${demo.daemon.url}   (Ctrl-C ends it)`);
    say(`Beside it: npx platewarden flags --data ${dataFolder}`);
    await stopped;
  } finally {
    await demo.stop();
  }
}

/** `npm start`: the bench with simulated readers; with a configuration the daemon on real ones. */
export function addDemoCommand(program: Command): void {
  program
    .command("demo")
    .description("Run the bench with simulated readers behind real ports (what `npm start` does).")
    .option("--once", "end after the table of results")
    .option("--keep <DIR>", "keep the data in this folder")
    .option("--port <N>", "wanted port of the bench page", portNumber, USUAL_PORT)
    .option("--config <FILE>", "run the daemon on real readers instead")
    .action(async (options: DemoCommandOptions) => {
      if (options.config !== undefined) return runDaemon(options.config);
      const fresh = options.keep === undefined;
      const folder = fresh
        ? mkdtempSync(join(tmpdir(), "platewarden-demo-"))
        : requireKeepFolder(resolve(options.keep ?? ""));
      try {
        await runDemo(options, folder);
      } finally {
        if (fresh) rmSync(folder, { recursive: true, force: true });
      }
    });
}
