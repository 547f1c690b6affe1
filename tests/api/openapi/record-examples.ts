/**
 * `node tests/api/openapi/record-examples.ts`: plays a day at a real bench with simulated readers through the API, and
 * writes what was sent and answered as the examples of the OpenAPI document. Secrets are blotted out, long lists cut.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ALL_ROUTES } from "../../../src/api/all-routes.ts";
import type { RouteExample } from "../../../src/api/openapi/openapi-document.ts";
import { API_ROOT } from "../../../src/api/route.ts";
import { incidentLog } from "../../../src/observe/incident-log.ts";
import { raiseNotice } from "../../../src/pipeline/raise-notice.ts";
import { BENCH_PEOPLE, type BenchPersonKey } from "../../browser/bench-people.ts";
import { type RealBench, startRealBench, studyPlate } from "../../browser/real-bench.ts";
import { shortened } from "./shortened.ts";

const FILE = join(import.meta.dirname, "../../../src/api/openapi/examples.json");
const WAIT_MS = 100;

interface Call {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

type Answer = Readonly<Record<string, unknown>>;

const examples = new Map<string, RouteExample>();

/** One who calls routes by their names; what is called first of each becomes its example. */
function caller(address: string, who: BenchPersonKey | null) {
  let cookie = "";
  const call = async (operation: string, { params = {}, query = {}, body }: Call = {}) => {
    const route = ALL_ROUTES.find((one) => one.operation === operation);
    if (route === undefined) throw new Error(`there is no operation ${operation}`);
    const path = route.path.replace(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(params[name] ?? ""),
    );
    const search = new URLSearchParams(query);
    const response = await fetch(`${address}${API_ROOT}${path}?${search}`, {
      method: route.method,
      headers: { cookie, origin: address, ...(body === undefined ? {} : JSON_BODY) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = response.headers.getSetCookie()[0]?.split(";")[0];
    if (set !== undefined) cookie = set;
    const answer = response.status === 204 ? undefined : ((await response.json()) as Answer);
    if (!response.ok) throw new Error(`${operation}: ${JSON.stringify(answer)}`);
    if (!examples.has(operation)) {
      examples.set(operation, {
        parameters: { ...params, ...query },
        ...(body === undefined ? {} : { request: shortened(body) }),
        ...(answer === undefined ? {} : { answer: shortened(answer) }),
      });
    }
    return answer as never;
  };
  return {
    call,
    signIn: async () => {
      if (who === null) return;
      const { name, password } = BENCH_PEOPLE[who];
      await call("signIn", { body: { name, password } });
    },
  };
}

const JSON_BODY = { "content-type": "application/json" };

type Caller = ReturnType<typeof caller>["call"];

/** Asks again and again until the answer is as wanted. */
async function until<View>(
  ask: () => Promise<View>,
  wanted: (view: View) => boolean,
): Promise<View> {
  for (let asked = 0; asked < 300; asked += 1) {
    const view = await ask();
    if (wanted(view)) return view;
    await sleep(WAIT_MS);
  }
  throw new Error("what is waited for does not come");
}

async function atTheBench(bench: RealBench, call: Caller): Promise<{ plateId: string }> {
  await call("session");
  await call("health");
  await call("lamp");
  await call("scan", { params: { barcode: "PW-B" } });
  await bench.model680.insert(studyPlate("B-1"));
  const run: { id: string } = await call("startRun", {
    body: {
      readerId: "model-680",
      layoutId: "combination-rot180-1plate",
      sample: "B",
      barcode: "PW-B",
      blastsDay4Percent: 91,
    },
  });
  type Plates = { plates: { id: string; barcode: string }[]; readers: { state: string }[] };
  const isRead = ({ plates }: Plates) => plates.some((plate) => plate.barcode === "PW-B");
  const { plates } = await until((): Promise<Plates> => callQuietly(call, "bench"), isRead);
  const plateId = plates.find((plate) => plate.barcode === "PW-B")?.id ?? run.id;
  await until(
    (): Promise<Plates> => callQuietly(call, "bench"),
    ({ readers }) => readers[0]?.state === "ready",
  );
  await bench.model680.insert(studyPlate("C-1"));
  const cancelled: { id: string } = await call("startRun", {
    body: {
      readerId: "model-680",
      layoutId: "combination-rot180-1plate",
      sample: "C",
      barcode: "PW-C",
    },
  });
  await call("cancelRun", { params: { id: cancelled.id }, body: {} });
  await bench.model550.insert(studyPlate("D-1"));
  await bench.model550.pressStart(3, 4);
  type Waiting = { unassigned: { readingId: string }[]; quarantine: { documentSha256: string }[] };
  const waiting = await until(
    (): Promise<Waiting> => callQuietly(call, "bench"),
    ({ unassigned }) => unassigned.length > 0,
  );
  bench.drop("note.txt", "This is no plate.\n");
  await call("bench");
  await call("assignReading", {
    params: { id: waiting.unassigned[0]?.readingId ?? "" },
    body: { layoutId: "combination-rot180-1plate", sample: "D", barcode: "PW-D" },
  });
  await call("plate", { params: { id: plateId } });
  return { plateId };
}

/** A question asked for its answer alone; its example is recorded elsewhere. */
async function callQuietly<View>(call: Caller, operation: string, sent: Call = {}): Promise<View> {
  const known = examples.get(operation);
  const answer: View = await call(operation, sent);
  if (known === undefined) examples.delete(operation);
  return answer;
}

async function ownAccount(call: Caller): Promise<void> {
  const { password, pin } = BENCH_PEOPLE.technician;
  await call("stayActive", { body: {} });
  await call("signIns");
  await call("setPin", { body: { password, pin } });
  await call("changePassword", {
    body: { oldPassword: password, newPassword: `${password} again` },
  });
}

async function files(call: Caller): Promise<void> {
  type Files = { quarantine: { documentSha256: string }[] };
  const { quarantine } = await until(
    (): Promise<Files> => callQuietly(call, "bench"),
    (view) => view.quarantine.length > 0,
  );
  const params = { sha256: quarantine[0]?.documentSha256 ?? "" };
  await call("retryDocument", { params, body: {} });
  await call("dismissDocument", { params, body: { reason: "A note, not a plate." } });
}

async function plans(call: Caller): Promise<void> {
  await call("planChoices");
  const plan = {
    id: "week-12",
    title: "Week 12",
    samples: [
      { id: "H", patient: "ALL-0042", ras: "mutant", genes: ["NRAS"], blastsDay4Percent: 88 },
    ],
    plates: [
      {
        barcode: "ALL-0042-1",
        layoutId: "combination-rot180-1plate",
        revision: null,
        sample: "H",
        drugs: {},
        due: "2027-03-18T15:00:00+01:00",
        reader: null,
      },
    ],
    lots: [],
  };
  await call("checkPlan", { body: plan });
  const saved: { planId: string } = await call("savePlan", { body: plan });
  await call("plans");
  await call("plan", { params: { id: saved.planId } });
}

async function layouts(call: Caller): Promise<void> {
  await call("layouts");
  const params = { id: "combination-rot180-1plate", revision: "1" };
  const { text }: { text: string } = await call("layout", { params });
  await call("checkLayout", { body: { text } });
  type Check = { drawing: Answer };
  const { drawing }: Check = await callQuietly(call, "checkLayout", { body: { text } });
  await call("drawLayout", { body: drawing });
  await call("importLayout", {
    body: { source: "csv", id: "taken-over", text: "well,role\nA1,blank\nA2,untreated\n" },
  });
  await call("saveLayout", {
    body: { text: text.replace(`"${params.id}"`, '"our-rot180"'), reason: "Our own copy." },
  });
}

/** The plate is read a second time, and somebody decides on it. */
async function review(bench: RealBench, plateId: string, call: Caller): Promise<void> {
  const params = { id: plateId };
  await call("worklist");
  type Review = { recordSha256: string; signatures: { id: string }[] };
  let now: Review = await call("review", { params });
  const changes = [{ wells: ["C4"], action: "mask" }];
  await call("previewReview", { params, body: { changes } });
  const decide = async (operation: string, body: object): Promise<void> => {
    now = await call(operation, { params, body: { recordSha256: now.recordSha256, ...body } });
  };
  await decide("maskWells", { changes, reason: "A bubble, seen at the bench." });
  await bench.read({ barcode: "PW-B", sample: "B", rereadReason: "A bubble in C4." });
  now = await call("review", { params });
  await decide("chooseReading", { version: 1, reason: "The second was read too late." });
  await decide("sayTurn", { turn: "turned-180", reason: "Laid in the wrong way round." });
  await call("commentPlate", { params, body: { text: "Seen with the technician." } });
  await call("plateTrail", { params });
  now = await call("review", { params });
  const { password } = BENCH_PEOPLE.reviewer;
  await decide("signPlate", { meaning: "ask for a repeat", comment: "Too few cells.", password });
  const signatureId = now.signatures[0]?.id ?? "";
  await call("revokeSignature", {
    params,
    body: { signatureId, reason: "Signed the wrong plate.", password },
  });
}

async function authorised(plateId: string, call: Caller): Promise<void> {
  const { name, password } = BENCH_PEOPLE.reviewer;
  await call("authorise", {
    body: { operation: "maskWells", subject: plateId, supervisor: { name, password } },
  });
}

async function administration(bench: RealBench, call: Caller): Promise<void> {
  await call("people");
  const person: { id: string } = await call("addPerson", {
    body: { name: "E. Smit", role: "technician", password: "a first password", badge: "BDG-0005" },
  });
  await call("changePerson", {
    params: { id: person.id },
    body: { active: false, reason: "Left the laboratory." },
  });
  const made: { token: { id: string } } = await call("addToken", {
    body: { name: "LIMS", scopes: ["look", "plan"], endsAtUtc: "2027-12-31T00:00:00.000Z" },
  });
  await call("tokens");
  await call("revokeToken", {
    params: { id: made.token.id },
    body: { reason: "The LIMS has moved." },
  });
  const { store } = bench.daemon;
  const notice = raiseNotice(store, { kind: "overdue", subject: "PW-B", sentence: "It is late." });
  const now = store.nowUtc();
  const delivery = store.newId();
  store.deliveries.insert({
    id: delivery,
    notice_id: notice?.id ?? "",
    way: "webhook",
    target: "lims",
    state: "given-up",
    attempts: 9,
    last_error: "https://lims.lab.example/hooks/platewarden answered 503",
    next_attempt_at_utc: null,
    sent_at_utc: null,
    created_at_utc: now,
  });
  await call("notices");
  await call("sendNoticeAgain", { params: { id: delivery }, body: {} });
}

async function incidents(bench: RealBench, call: Caller): Promise<void> {
  const { store } = bench.daemon;
  const end = { sentence: "The daemon was started again.", atUtc: store.nowUtc() };
  const sentence = "The daemon ended without being stopped.";
  const kill = { part: "daemon", code: "unclean-stop", sentence, beganAtUtc: store.nowUtc() };
  incidentLog(store).add(kill, end);
  const [incident]: { id: string }[] = await call("incidents");
  const body = { text: "The plug was pulled." };
  await call("noteIncident", { params: { id: incident?.id ?? "" }, body });
}

async function trail(call: Caller): Promise<void> {
  await call("searchTrail", { query: { text: "PW-B", limit: "3" } });
  await call("checkTrail", { body: {} });
}

const bench = await startRealBench("none");
try {
  const { address } = bench.pages;
  const people = Object.fromEntries(
    Object.keys(BENCH_PEOPLE).map((who) => [who, caller(address, who as BenchPersonKey)]),
  ) as Record<BenchPersonKey, ReturnType<typeof caller>>;
  await people.administrator.signIn();
  for (const one of Object.values(people)) await one.signIn();
  const { technician, reviewer, administrator } = people;
  const { plateId } = await atTheBench(bench, technician.call);
  await plans(technician.call);
  await layouts(reviewer.call);
  await files(reviewer.call);
  await administration(bench, administrator.call);
  await trail(administrator.call);
  await incidents(bench, technician.call);
  await review(bench, plateId, reviewer.call);
  await reviewer.call("cohort");
  await authorised(plateId, technician.call);
  const [notice] = bench.daemon.store.notices.standing();
  await technician.call("noticeDone", { params: { id: notice?.id ?? "" }, body: {} });
  await ownAccount(technician.call);
  await people.secondReviewer.call("lockSession", { body: {} });
  await people.secondReviewer.call("signOut", { body: {} });
  // The first administrator signs in by making the account: the answer is that of signing in.
  examples.set("setUp", {
    request: shortened({ code: "", name: BENCH_PEOPLE.administrator.name, password: "" }),
    answer: examples.get("signIn")?.answer,
  });
  console.log(plateId, examples.size);
} finally {
  await bench.stop();
}
const sorted = Object.fromEntries([...examples].sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(sorted, null, 2)}\n`);
