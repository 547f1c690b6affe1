/** Reports to download, from a real store. */
import { expect, test, vi } from "vitest";
import type { ErrorView } from "../../src/api/views.ts";
import { plateReport } from "../../src/report/make-report.ts";
import { reportSource } from "../../src/report/report-source.ts";
import { benchWith } from "../report/report-bench.ts";
import { serveFakes } from "./serve-fakes.ts";

/** A report reads its fonts anew; on a busy computer that takes its time. */
vi.setConfig({ testTimeout: 20_000 });

async function serverWithPlate() {
  const { store } = await benchWith("A-1");
  const app = serveFakes({ services: { reports: reportSource(store) } });
  const plate = store.plates.byBarcode("A-1");
  if (plate === null) throw new Error("there is no plate");
  return { app, store, plate };
}

test("a plate's report is the file that the command writes", async () => {
  const { app, store, plate } = await serverWithPlate();
  const answer = await app.inject(`/api/v1/plates/${plate.id}/report.pdf`);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers["content-type"]).toBe("application/pdf");
  expect(answer.headers["content-disposition"]).toBe(
    `attachment; filename="plate-${plate.id}.pdf"`,
  );
  expect(answer.headers["cache-control"]).toBe("no-store");
  expect(answer.rawPayload.equals(Buffer.from(await plateReport(store, plate)))).toBe(true);
});

test("a sample's report comes under a name that every file system takes", async () => {
  const { app, store } = await serverWithPlate();
  const sample = store.samples.byName("A");
  if (sample === null) throw new Error("there is no sample");
  const name = 'Zoë "7"/2';
  store.inTransaction(() => store.samples.insert({ ...sample, id: store.newId(), name }));
  const answer = await app.inject(`/api/v1/samples/${encodeURIComponent(name)}/report.pdf`);
  expect(answer.statusCode).toBe(200);
  expect(answer.headers["content-disposition"]).toBe('attachment; filename="sample-Zo___7__2.pdf"');
  expect(answer.rawPayload.subarray(0, 5).toString()).toBe("%PDF-");
});

test.each([
  ["plates/nothing", "PLATE_UNKNOWN"],
  ["samples/nobody", "SAMPLE_UNKNOWN"],
])("of %s there is none", async (path, code) => {
  const { app } = await serverWithPlate();
  const answer = await app.inject(`/api/v1/${path}/report.pdf`);
  expect([answer.statusCode, answer.json<ErrorView>().error.code]).toEqual([404, code]);
});
