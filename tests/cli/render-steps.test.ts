import { describe, expect, test } from "vitest";
import { renderSteps } from "../../src/cli/render-steps.ts";

describe("steps that are shown", () => {
  test("stand in order with their numbers, changes of a file line by line", () => {
    const text = renderSteps([
      { kind: "copy-program", from: "/srv/new", to: "/opt/platewarden/2.0.0" },
      {
        kind: "link",
        path: "/opt/platewarden/current",
        target: "/opt/platewarden/2.0.0",
        before: "/opt/platewarden/1.0.0",
      },
      {
        kind: "write",
        path: "/etc/a",
        text: "one\nthree\n",
        before: "one\ntwo\n",
        mode: 0o644,
        group: null,
      },
      { kind: "write", path: "/etc/b", text: "one\n", before: null, mode: 0o644, group: null },
      { kind: "remove", path: "/etc/c", why: "came with the program" },
      { kind: "run", argv: ["systemctl", "daemon-reload"], to: "read the units" },
    ]);
    expect(text.split("\n")).toEqual([
      " 1. copy the program in /srv/new to /opt/platewarden/2.0.0",
      " 2. link /opt/platewarden/current to /opt/platewarden/2.0.0 in place of /opt/platewarden/1.0.0",
      " 3. change /etc/a",
      "    - two",
      "    + three",
      " 4. write /etc/b (1 line, new)",
      " 5. remove /etc/c (came with the program)",
      " 6. run `systemctl daemon-reload` to read the units",
    ]);
  });
});
