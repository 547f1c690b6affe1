import type { Page } from "playwright-core";

/** What somebody at the bench does with the page, and where the page shows what comes of it. */
export function drivePage(page: Page, address: string) {
  return {
    open: async (hash = ""): Promise<void> => {
      await page.goto(`${address}/${hash}`);
      await page.getByText("Live", { exact: true }).waitFor();
    },
    /** As a scanner does it: the characters, then Enter. */
    scan: async (barcode: string): Promise<void> => {
      await page.keyboard.type(barcode);
      await page.keyboard.press("Enter");
    },
    /** Enter at the check; repeated, because it counts only once a person can have read the check. */
    confirm: async (outcome: string): Promise<void> => {
      await page.getByText("Right? Press Enter to start").waitFor();
      while (!(await page.getByText(outcome).isVisible())) await page.keyboard.press("Enter");
    },
    /** Waits until the keyboard is in this field. */
    inField: (name: string): Promise<void> => page.locator(`input[name=${name}]:focus`).waitFor(),
    reader: (id: string) => page.getByRole("article", { name: id, exact: true }),
    plateOn: (id: string) => page.getByRole("article", { name: `Plate on ${id}` }),
    lamp: () => page.locator(".latest .lamp"),
  };
}

export type DrivenPage = ReturnType<typeof drivePage>;
