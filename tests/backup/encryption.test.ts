import { execFileSync, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { copyFile } from "../../src/backup/copy-file.ts";
import { decryptWith, encryptFor, formFinding, newKeyPair } from "../../src/backup/encryption.ts";
import { freshFolder } from "../store/fresh-store.ts";

const pair = await newKeyPair();

/** A file of so many bytes, encrypted. */
async function encrypted(bytes: number) {
  const folder = freshFolder();
  const [plain, stored] = [join(folder, "plain"), join(folder, "stored")];
  writeFileSync(plain, randomBytes(bytes));
  const cipher = await encryptFor([pair.recipient]);
  const { read, written } = await copyFile(plain, stored, { mode: 0o600, cipher });
  return { plain, stored, back: join(folder, "back"), read, written };
}

test.each([0, 1, 65_535, 65_536, 65_537, 300_000])(
  "a file of %i bytes comes back whole",
  async (bytes) => {
    const { plain, stored, back, read, written } = await encrypted(bytes);
    expect(read.bytes).toBe(bytes);
    expect(formFinding(stored, written.bytes, bytes)).toBeNull();
    const cipher = await decryptWith(`# made by a test\n${pair.identity}\n`);
    const opened = await copyFile(stored, back, { mode: 0o600, cipher });
    expect([opened.read, opened.written]).toEqual([written, read]);
    expect(readFileSync(back).equals(readFileSync(plain))).toBe(true);
  },
);

test("a key of somebody else opens nothing, and says so", async () => {
  const { stored, back } = await encrypted(100);
  const cipher = await decryptWith((await newKeyPair()).identity);
  await expect(copyFile(stored, back, { mode: 0o600, cipher })).rejects.toMatchObject({
    code: "BACKUP_ENCRYPTED",
    message: expect.stringContaining("no identity matched"),
  });
});

test("a changed byte is found when it is opened", async () => {
  const { stored, back } = await encrypted(200_000);
  const bytes = readFileSync(stored);
  bytes[150_000] = (bytes[150_000] ?? 0) ^ 1;
  writeFileSync(stored, bytes);
  const cipher = await decryptWith(pair.identity);
  await expect(copyFile(stored, back, { mode: 0o600, cipher })).rejects.toThrow("tag");
});

test("a file that is too short, or none of age's, has not its form", async () => {
  const { plain, stored, written } = await encrypted(1000);
  expect(formFinding(stored, written.bytes - 1, 1000)).toBe(
    `it has ${written.bytes - 1} bytes instead of ${written.bytes}`,
  );
  expect(formFinding(plain, 1000, 1000)).toBe("it has no header of age");
  expect(formFinding(`${plain}-not-there`, 0, 0)).toContain("there is no such file");
});

test("a file that is not there fails on every way, and leaves nobody waiting", async () => {
  const folder = freshFolder();
  for (const cipher of [
    null,
    await encryptFor([pair.recipient]),
    await decryptWith(pair.identity),
  ]) {
    const to = join(folder, `to-${Math.random()}`);
    await expect(copyFile(join(folder, "none"), to, { mode: 0o600, cipher })).rejects.toThrow(
      "no such file",
    );
  }
});

test.each(["age1xxxxxxxxxxxxxxxxxxxxxxxxxxx", "ssh-ed25519 AAAA"])(
  "%s is no public key",
  async (key) => {
    await expect(encryptFor([key])).rejects.toMatchObject({ code: "BACKUP_KEY_INVALID" });
  },
);

test.each(["", "# nothing\n", "AGE-SECRET-KEY-1NONSENSE"])(
  "“%s” is no secret key, and is not repeated",
  async (text) => {
    const failure = await decryptWith(text).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "BACKUP_KEY_INVALID" });
    expect(String(failure)).not.toContain("NONSENSE");
  },
);

const AGE = "/usr/bin/age";
const hasAge = existsSync(AGE);

describe.skipIf(!hasAge)(
  `the program \`age\`${hasAge ? "" : " (skipped: Debian's package age is not installed)"}`,
  () => {
    test("opens what this program has encrypted", async () => {
      const { plain, stored } = await encrypted(200_000);
      writeFileSync(`${stored}.key`, `${pair.identity}\n`);
      const opened = execFileSync(AGE, ["--decrypt", "--identity", `${stored}.key`, stored]);
      expect(opened.equals(readFileSync(plain))).toBe(true);
    });

    test("makes what this program opens, with a key of its own", async () => {
      const folder = freshFolder();
      const [key, stored, back] = ["key", "stored", "back"].map((name) => join(folder, name));
      if (key === undefined || stored === undefined || back === undefined) throw new Error("paths");
      const told = spawnSync("/usr/bin/age-keygen", ["--output", key], { encoding: "utf8" });
      const recipient = /age1\S+/.exec(told.stderr)?.[0] ?? "";
      const plain = randomBytes(100_000);
      execFileSync(AGE, ["--recipient", recipient, "--output", stored], { input: plain });
      const cipher = await decryptWith(readFileSync(key, "utf8"));
      await copyFile(stored, back, { mode: 0o600, cipher });
      expect(readFileSync(back).equals(plain)).toBe(true);
    });
  },
);
