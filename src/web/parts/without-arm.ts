/** A sentence under the heading of its inhibitor, which need not be named once more: `trametinib: Partial …` → `Partial …`. */
export function withoutArm(sentence: string, arm: string | null): string {
  const prefix = `${arm}: `;
  return arm !== null && sentence.startsWith(prefix) ? sentence.slice(prefix.length) : sentence;
}
