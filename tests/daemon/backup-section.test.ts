import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { KNOWN_DRIVERS } from "../../src/cli/interpreters.ts";
import { backupSource } from "../../src/daemon/backup-source.ts";
import { checkConfig, loadConfig } from "../../src/daemon/config.ts";
import { freshFolder } from "../store/fresh-store.ts";

const LEAST =
  'schema = "platewarden-config/2"\ndata = "data"\n[[folder]]\nid = "gen5"\npath = "exports"\n';

const check = (more: string) => checkConfig(`${LEAST}${more}`, "/srv/bench", KNOWN_DRIVERS);

test("without a section there are no backups; with one the folder is enough", () => {
  expect(check("").config?.backup).toBeUndefined();
  expect(check('[backup]\nfolder = "sets"\n').config?.backup).toEqual({
    folder: "/srv/bench/sets",
    everyH: 24,
    keepDaily: 14,
    keepWeekly: 8,
    keepMonthly: 12,
    recipients: [],
  });
});

test.each([
  ["every_h = -1", "every_h"],
  ["keep_daily = 1.5", "keep_daily"],
  ['recipients = ["ssh-ed25519 AAAA"]', "public key"],
  ["keep_yearly = 1", "keep_yearly"],
])("%s is refused with what to write", (line, named) => {
  const { problems } = check(`[backup]\nfolder = "sets"\n${line}\n`);
  expect(problems).toHaveLength(1);
  expect(JSON.stringify(problems)).toContain(named);
});

test("a set holds every file that the configuration names, and tells which are secrets", () => {
  const folder = freshFolder();
  mkdirSync(join(folder, "layouts"));
  mkdirSync(join(folder, "exports"));
  writeFileSync(join(folder, "mail-password"), "a secret\n", { mode: 0o600 });
  writeFileSync(
    join(folder, "platewarden.toml"),
    `layouts = "layouts"\n${LEAST}[mail]\nhost = "localhost"\nfrom = "a@b.example"\nto = ["a@b.example"]\npassword_file = "mail-password"\n`,
  );
  const source = backupSource(loadConfig(join(folder, "platewarden.toml"), KNOWN_DRIVERS));
  expect(source).toEqual({
    dataFolder: join(folder, "data"),
    database: "platewarden.sqlite",
    configFile: join(folder, "platewarden.toml"),
    named: [
      { path: join(folder, "mail-password"), isSecret: true },
      { path: join(folder, "layouts"), isSecret: false },
    ],
  });
});
