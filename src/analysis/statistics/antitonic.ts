interface Block {
  weightedSum: number;
  weight: number;
  count: number;
}

/** Both means as cross products, so that equal means are equal whatever their weights. */
function risesAfter(earlier: Block, later: Block): boolean {
  return later.weightedSum * earlier.weight > earlier.weightedSum * later.weight;
}

/**
 * The non-increasing sequence nearest to `values` in weighted least squares (pool adjacent violators), same order
 * and length. Weights must be positive. Pooled means are a sum over a weight, never a mean of means, so that means
 * which hit a level exactly still do after pooling. Source: R `isoreg` on the reversed sign.
 */
export function antitonicRegression(
  values: readonly number[],
  weights: readonly number[],
): number[] {
  const blocks: Block[] = [];
  values.forEach((value, index) => {
    const weight = weights[index] ?? 1;
    let block: Block = { weightedSum: value * weight, weight, count: 1 };
    for (let last = blocks.at(-1); last && risesAfter(last, block); last = blocks.at(-1)) {
      blocks.pop();
      block = {
        weightedSum: last.weightedSum + block.weightedSum,
        weight: last.weight + block.weight,
        count: last.count + block.count,
      };
    }
    blocks.push(block);
  });
  let position = 0;
  return blocks.flatMap(({ weightedSum, weight, count }) => {
    const own = values.slice(position, position + count);
    position += count;
    return count === 1 ? own : own.map(() => weightedSum / weight);
  });
}
