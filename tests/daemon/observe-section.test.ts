import { join } from "node:path";
import { expect, test } from "vitest";
import { DRIVERS } from "../../drivers/index.ts";
import { checkConfig } from "../../src/daemon/config.ts";
import { freshFolder } from "../store/fresh-store.ts";

function check(more: string, folder = freshFolder()) {
  const reader = '[[reader]]\nid = "bench-1"\ndriver = "bio-rad"\nport = "tcp://127.0.0.1:1"\n';
  const text = `schema = "platewarden-config/2"\ndata = "data"\n${reader}${more}`;
  const fromProfile = () => {
    throw new Error("no profile is named");
  };
  return checkConfig(text, folder, { drivers: DRIVERS, fromProfile });
}

test("without a word on it the log is at level info, and nobody reads the metrics without a token", () => {
  expect(check("").config).toMatchObject({
    log: { level: "info", file: null },
    metrics: { openOnLoopback: false },
  });
});

test("a log file counts from the configuration's folder", () => {
  const folder = freshFolder();
  const { config } = check('[log]\nlevel = "debug"\nfile = "log/a.log"\n', folder);
  expect(config?.log).toEqual({ level: "debug", file: join(folder, "log", "a.log") });
});

test.each([
  ['[log]\nlevel = "loud"\n', /Known are: error, warn, info/],
  ["[log]\nto = 1\n", /unknown|there is no/],
  ['[metrics]\nopen_on_loopback = "yes"\n', /true lets every program/],
])("%j is refused with what to write instead", (text, words) => {
  const { config, problems } = check(text);
  expect(config).toBeNull();
  expect(JSON.stringify(problems).replaceAll('\\"', '"')).toMatch(words);
});
