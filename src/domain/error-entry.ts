/** What the table of errors says of each of them. */
export type Blame = "bench" | "admin" | "caller" | "bug";

export interface ErrorEntry {
  readonly blame: Blame;
  readonly httpStatus: number;
  /** Set when the same request may succeed later without anybody changing it. */
  readonly retry?: true;
  readonly what: string;
  readonly remedy: string;
}
