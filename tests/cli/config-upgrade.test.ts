import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freshFolder } from "../store/fresh-store.ts";
import { jsonOf, runCli } from "./run-cli.ts";

const FIRST = `# the bench at the window
schema = "platewarden-config/1"
data = "data"

[[reader]]
id = "bench-1"
driver = "bio-rad"
port = "tcp://127.0.0.1:1" # the third socket
`;

function written(text = FIRST): string {
  const file = join(freshFolder(), "platewarden.toml");
  writeFileSync(file, text);
  return file;
}

describe("config upgrade", () => {
  test("shows what changes, and writes nothing", async () => {
    const file = written();
    const { out, code } = await runCli("config", "upgrade", file);
    expect(code).toBe(0);
    expect(out).toContain('-schema = "platewarden-config/1"\n+schema = "platewarden-config/2"');
    expect(out).toContain("+# [backup]");
    expect(out).toContain(`platewarden config upgrade ${file} --apply`);
    expect(readFileSync(file, "utf8")).toBe(FIRST);
    expect(existsSync(`${file}.before-2`)).toBe(false);
  });

  test("writes it with --apply; then the check is content, and a second time there is nothing to do", async () => {
    const file = written();
    expect(await jsonOf("config", "upgrade", "--config", file, "--apply")).toMatchObject({
      from: 1,
      to: 2,
      applied: true,
      copy: `${file}.before-2`,
      problems: [],
    });
    expect(readFileSync(`${file}.before-2`, "utf8")).toBe(FIRST);
    expect(readFileSync(file, "utf8")).toContain("# the third socket");
    expect((await runCli("config", "check", file)).code).toBe(0);
    const again = await runCli("config", "upgrade", file, "--apply");
    expect(again.out).toContain("nothing to do");
    expect(existsSync(`${file}.before-2.2`)).toBe(false);
  });

  test("says what else is to be mended", async () => {
    const file = written(FIRST.replace("bio-rad", "bio-rat"));
    expect((await runCli("config", "upgrade", file)).out).toMatch(/to be mended:[\s\S]*bio-rat/);
  });
});

test.each([
  ["1", "CONFIG_OLDER", "platewarden config upgrade"],
  ["99", "CONFIG_NEWER", "no newer one"],
])("the daemon does not start on form %s, and says what to do", async (form, code, words) => {
  const file = written(FIRST.replace("config/1", `config/${form}`));
  const told = await runCli("daemon", "--config", file);
  expect(told.code).toBe(1);
  expect(told.err).toContain(code);
  expect(told.err).toContain(words);
  expect(existsSync(join(file, "../data"))).toBe(false);
});
