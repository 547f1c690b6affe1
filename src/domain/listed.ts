/** Names for people: `A, B, C`; of more than `most` the first ones, then "and 7 more". */
export function listed(names: readonly string[], most = 10): string {
  const shown = names.slice(0, most).join(", ");
  return names.length <= most ? shown : `${shown} and ${names.length - most} more`;
}
