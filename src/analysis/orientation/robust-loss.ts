/**
 * Loss by which no single well decides: Student's t with four degrees of freedom, and one well in a hundred that may hold
 * anything (a bubble, a well that was left out).
 */

const DF = 4;
const SPOILT = 0.01;

function lossOfGoodWell(residual: number, scale: number): number {
  const r = residual / scale;
  return ((DF + 1) / 2) * Math.log1p((r * r) / DF);
}

/** -ln of the likelihood of `residual`, less that of 0; at most 4.6. */
export function robustLoss(residual: number, scale: number): number {
  return Math.log1p(SPOILT) - Math.log(Math.exp(-lossOfGoodWell(residual, scale)) + SPOILT);
}

/** The weight that least squares would have to give such a residual. */
export function robustWeight(residual: number, scale: number): number {
  const r = residual / scale;
  const good = Math.exp(-lossOfGoodWell(residual, scale));
  return (((DF + 1) / (DF + r * r)) * good) / (good + SPOILT);
}
