/** The pages write what they are told as text: nothing in their source makes markup or code of it. */
import { expect, test } from "vitest";
import { PRODUCT } from "../architecture/source-files.ts";

const PAGES = PRODUCT.filter(({ path }) => path.startsWith("src/web/"));

const AS_MARKUP =
  /\b(?:dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment|DOMParser|srcdoc)\b|\bdocument\s*\.\s*write/;
const AS_CODE = /\beval\s*\(|\bnew\s+Function\b|\bset(?:Timeout|Interval)\s*\(\s*["'`]/;
const AS_ADDRESS = /\b(?:href|src)=\{`?\s*(?:javascript|data):/i;

test.each([
  ["markup", AS_MARKUP],
  ["code", AS_CODE],
  ["an address that is run", AS_ADDRESS],
])("no page makes %s of a text", (_, pattern) => {
  expect(PAGES.length).toBeGreaterThan(50);
  expect(PAGES.filter(({ code }) => pattern.test(code)).map(({ path }) => path)).toEqual([]);
});

test("nothing of the program makes code of a text", () => {
  expect(PRODUCT.filter(({ bareCode }) => AS_CODE.test(bareCode)).map(({ path }) => path)).toEqual(
    [],
  );
});

test("no page loads anything from elsewhere", () => {
  const strange = PAGES.filter(({ code }) => /["'`]https?:\/\/(?!www\.w3\.org\/)/.test(code));
  expect(strange.map(({ path }) => path)).toEqual([]);
});
