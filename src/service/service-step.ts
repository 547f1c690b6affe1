/** One step of installing or removing, as data: it is shown before it is taken. Paths are those of the finished system. */
export type ServiceStep =
  | {
      readonly kind: "copy-program";
      readonly from: string;
      readonly to: string;
    }
  | {
      readonly kind: "write";
      readonly path: string;
      readonly text: string;
      /** What stands there now; null where there is no file. */
      readonly before: string | null;
      readonly mode: number;
      /** The group that may read it; root's own when null. */
      readonly group: string | null;
    }
  | {
      readonly kind: "link";
      readonly path: string;
      readonly target: string;
      readonly before: string | null;
    }
  | { readonly kind: "remove"; readonly path: string; readonly why: string }
  | {
      readonly kind: "run";
      readonly argv: readonly [string, ...string[]];
      /** For what, as the rest of a sentence that begins with "to". */
      readonly to: string;
    };
