/** Begins to read the last plate again; no scanner sends it, and no field has a use for it. */
export const REREAD_KEY = "F2";
