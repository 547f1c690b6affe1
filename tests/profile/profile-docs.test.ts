/** The guide and the schema file say what the program does. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PLACEHOLDERS } from "../../drivers/profile/command-values.ts";
import { checkProfile } from "../../src/profile/check-profile.ts";
import { profileJsonSchema } from "../../src/profile/profile-json-schema.ts";
import { codeBlocks, codeSpans } from "../architecture/markdown.ts";
import { PROFILE_FILES, profileText } from "../drivers/profile/shipped-profiles.ts";
import { profileKeys, writeRow } from "./profile-keys.ts";

const DOCS = join(import.meta.dirname, "../../docs");
const GUIDE = readFileSync(join(DOCS, "profiles.md"), "utf8");

test("every key of a profile says what it means", () => {
  expect(profileKeys().filter(({ meaning }) => meaning === "")).toEqual([]);
});

test("the guide lists every key with its default, and no other", () => {
  const [, table = ""] = GUIDE.split(
    "| where | key | default | meaning |\n| --- | --- | --- | --- |\n",
  );
  expect(table.trim().split("\n")).toEqual(profileKeys().map(writeRow));
});

test("the schema file for editors is that of the program", () => {
  const file: unknown = JSON.parse(readFileSync(join(DOCS, "profile.schema.json"), "utf8"));
  expect(file).toEqual(profileJsonSchema());
});

test("the guide explains every placeholder", () => {
  const spans = codeSpans(GUIDE);
  expect(PLACEHOLDERS.filter((name) => !spans.includes(`{${name}}`))).toEqual([]);
});

test("the guide names every shipped profile", () => {
  const spans = codeSpans(GUIDE);
  expect(PROFILE_FILES.filter((name) => !spans.includes(name))).toEqual([]);
});

test("profiles in the guide have no problems but the missing example", () => {
  const profiles = codeBlocks(GUIDE).filter((block) =>
    block.includes("platewarden-reader-profile/1"),
  );
  expect(profiles).toHaveLength(1);
  const checked = profiles.map((text) => checkProfile(text).problems.map(({ message }) => message));
  expect(checked).toEqual([
    ["there is no example conversation, so nothing shows that the profile does what it says"],
  ]);
});

test.each(PROFILE_FILES)("%s names the schema for editors", (name) => {
  expect(profileText(name).split("\n")[0]).toBe("#:schema ../../docs/profile.schema.json");
});
