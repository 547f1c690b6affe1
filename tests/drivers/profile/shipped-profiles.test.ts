/** The shipped profiles keep the contract of drivers, and agree with the drivers of the same readers. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bioRad } from "../../../drivers/bio-rad/driver.ts";
import { byonoy } from "../../../drivers/byonoy/driver.ts";
import { spectraMax } from "../../../drivers/spectramax/driver.ts";
import { itemsOfFile, parseTranscriptFile } from "../../../src/bench-tools/transcript-file.ts";
import type { PlateReading } from "../../../src/domain/reading.ts";
import { type Driver, forAnyOptions } from "../../../src/instrument/contract.ts";
import { replayDialogue } from "../../../src/instrument/replay-dialogue.ts";
import { checkProfile } from "../../../src/profile/check-profile.ts";
import { driveDialogue } from "../../contract/drive-dialogue.ts";
import { describeDriver } from "../../contract/driver-suite.ts";
import {
  PROFILE_FILES,
  profileText,
  shippedProfile,
  transcriptsOfProfile,
} from "./shipped-profiles.ts";

test("five profiles are shipped", () => {
  expect(PROFILE_FILES).toEqual([
    "astm-lis.toml",
    "bio-rad-550-push.toml",
    "bio-rad-680.toml",
    "byonoy-absorbance-96.toml",
    "spectramax-m5.toml",
  ]);
});

test.each(PROFILE_FILES)(
  "%s has no problems, and its examples and faults come out as it says",
  (name) => {
    const { profile, problems } = checkProfile(profileText(name));
    expect(problems).toEqual([]);
    expect(profile?.simulation.example.length).toBeGreaterThan(0);
  },
);

describe.each(PROFILE_FILES)("%s as a driver", (name) => {
  const { profile, driver } = shippedProfile(name);
  const transcripts = transcriptsOfProfile(profile, driver);
  if (profile.push !== undefined) transcripts.push(...identifyWithoutAsking(driver));
  describeDriver(driver, transcripts);
});

/** A reader that only sends is identified without a question; there is nothing to record. */
function identifyWithoutAsking(driver: Driver): ReturnType<typeof transcriptsOfProfile> {
  const outcome = replayDialogue(driver.dialogues.identify({}), [], driver.framing);
  if (outcome.kind !== "done") throw new Error(`identify ended as ${outcome.kind}`);
  const { result, reports } = outcome;
  return [
    {
      name: "who is there",
      title: "who is there",
      dialogue: "identify",
      request: null,
      lastSeen: null,
      options: {},
      items: [],
      expected: JSON.parse(JSON.stringify({ outcome: "done", reports, result })),
      recorded: [],
    },
  ];
}

/** A transcript that is kept beside a driver. */
function transcript(file: string) {
  const path = join(import.meta.dirname, "../../../drivers", file);
  return parseTranscriptFile(JSON.parse(readFileSync(path, "utf8")), file);
}

/** What a driver hears in the received bytes of a transcript, silences where they are. */
function heard(driver: Driver, file: string): PlateReading {
  const { items, options } = transcript(file);
  const pieces = items.flatMap(({ dir, latin1 }) => {
    if (dir === "tx") return [];
    return [Buffer.from(dir === "rx" ? latin1 : "", "latin1")];
  });
  const { outcome } = driveDialogue(driver.dialogues.listen(options), pieces, driver.framing);
  if (outcome.kind !== "done") throw new Error(`${file} ended as ${outcome.kind}`);
  const result = outcome.result;
  if (typeof result !== "object" || result === null || !("plate" in result))
    throw new Error("no plate");
  return result.plate as PlateReading;
}

/** What a driver reads in a transcript of a read; the first byte in which the conversation differs fails it. */
function read(driver: Driver, file: string): unknown {
  const recorded = transcript(file);
  if (recorded.request === null) throw new Error(`${file} is of no read`);
  const outcome = replayDialogue(
    driver.dialogues.readPlate(recorded.request, {}),
    itemsOfFile(recorded),
    driver.framing,
  );
  if (outcome.kind !== "done") throw new Error(`${file} ended as ${JSON.stringify(outcome)}`);
  return outcome.result;
}

describe("beside the driver of the same reader", () => {
  test.each(["550-push-dual", "550-push-single", "550-push-without-checksum"])(
    "the profile of a Model 550 hears the same in %s",
    (name) => {
      const file = `bio-rad/transcripts/${name}.json`;
      const { driver } = shippedProfile("bio-rad-550-push.toml");
      expect(heard(driver, file)).toEqual(heard(forAnyOptions(bioRad), file));
    },
  );

  test("the profile of a Model 680 holds its worked conversation byte for byte and reads the same", () => {
    const file = "bio-rad/transcripts/680-dual-worked-example.json";
    const { driver } = shippedProfile("bio-rad-680.toml");
    expect(read(driver, file)).toEqual(read(forAnyOptions(bioRad), file));
  });

  test("the profile of a SpectraMax holds its worked conversation byte for byte and reads the same", () => {
    const file = "spectramax/transcripts/m5-dual-worked-example.json";
    const { driver } = shippedProfile("spectramax-m5.toml");
    expect(read(driver, file)).toEqual(read(forAnyOptions(spectraMax), file));
  });

  test("the profile of an Absorbance 96 reads the same twice", () => {
    const file = "byonoy/transcripts/dual.json";
    const { driver } = shippedProfile("byonoy-absorbance-96.toml");
    const own = read(driver, file) as PlateReading;
    const other = read(forAnyOptions(byonoy), file) as PlateReading;
    expect(own.planes.map((plane) => plane.values)).toEqual(
      other.planes.map((plane) => plane.values),
    );
    expect(own.planes.map((plane) => plane.wavelengthNm)).toEqual([570, 650]);
  });
});
