/** The generic Levenberg-Marquardt that a user of npm would take, with its own numerical derivatives. */
import { levenbergMarquardt } from "ml-levenberg-marquardt";

const survivalAt =
  ([b = 1, c = 0, d = 100, e = 1]: readonly number[]) =>
  (dose: number): number =>
    c + (d - c) / (1 + (dose / e) ** b);

/** RSS of the fit; null where it gives no number. */
export function fitWithPeer(doses: readonly number[], y: readonly number[]): number | null {
  const positive = doses.filter((dose) => dose > 0);
  const middle = Math.exp(
    positive.reduce((sum, dose) => sum + Math.log(dose), 0) / positive.length,
  );
  const { parameterValues } = levenbergMarquardt({ x: [...doses], y: [...y] }, survivalAt, {
    initialValues: [1, Math.min(...y), Math.max(...y), middle],
    minValues: [0.05, -200, -200, 1e-6],
    maxValues: [20, 400, 400, 1e6],
    damping: 1,
    maxIterations: 200,
    errorTolerance: 1e-9,
    gradientDifference: 1e-6,
  });
  const fitted = survivalAt(parameterValues);
  const rss = doses.reduce((sum, dose, index) => sum + (fitted(dose) - (y[index] ?? 0)) ** 2, 0);
  return Number.isFinite(rss) ? rss : null;
}
