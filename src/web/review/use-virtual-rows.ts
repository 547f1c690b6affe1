import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useLayoutEffect, useReducer, useRef, useState } from "preact/hooks";

/** Rows beyond both edges, so that a turn of the wheel finds them drawn. */
const OVERSCAN = 10;

export interface VirtualRows {
  /** To be put on the element that scrolls. */
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly heightPx: number;
  /** The rows to draw, with their distance from the top. */
  readonly rows: readonly { readonly index: number; readonly topPx: number }[];
  /** Brings a row into view, as little as needed. */
  readonly show: (index: number) => void;
}

/** Draws of many rows of one height only those that can be seen. */
export function useVirtualRows(count: number, rowHeightPx: number): VirtualRows {
  const frame = useRef<HTMLDivElement>(null);
  const [, draw] = useReducer((times: number) => times + 1, 0);
  const options = {
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeightPx,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    overscan: OVERSCAN,
    onChange: () => draw(undefined),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLDivElement, HTMLDivElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return {
    frame,
    heightPx: virtualizer.getTotalSize(),
    rows: virtualizer.getVirtualItems().map(({ index, start }) => ({ index, topPx: start })),
    show: (index) => virtualizer.scrollToIndex(index, { align: "auto" }),
  };
}
