import { expect, test } from "vitest";
import { demoPeopleTable, makeDemoPeople } from "../../src/study/demo-people.ts";
import { accessBench } from "../access/access-bench.ts";

test("people of the demo sign in with what is printed, and with something else after the next start", async () => {
  const { access } = accessBench();
  const first = await makeDemoPeople(access);
  const table = demoPeopleTable(first);
  for (const { name, role, password, badge, pin } of first) {
    expect(table).toMatch(new RegExp(`^${name} +${role} +${password} `, "m"));
    const byPassword = await access.signIn.signIn({ name, password }, null);
    expect(access.sessions.find(byPassword)?.person).toMatchObject({ must_change_password: 0 });
    if (badge === null || pin === null) continue;
    const byBadge = await access.signIn.signIn({ badge, pin }, null);
    expect(access.sessions.find(byBadge)?.person.name).toBe(name);
  }
  expect(first.map(({ role }) => role)).toEqual([
    "technician",
    "reviewer",
    "reviewer",
    "administrator",
  ]);
  const second = await makeDemoPeople(access);
  expect(access.accounts.all()).toHaveLength(first.length);
  const secrets = [...first, ...second].map(({ password }) => password);
  expect(new Set(secrets).size).toBe(secrets.length);
  const { name, password } = second[0] ?? { name: "", password: "" };
  expect(access.sessions.find(await access.signIn.signIn({ name, password }, null))).not.toBeNull();
});
