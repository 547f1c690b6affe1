/** The server takes nothing shorter. */
export const SHORTEST_PASSWORD = 12;

/** How long a new password is, in words and as a bar; length is what makes it hard to guess. */
export function PasswordLength(props: { password: string }) {
  const length = [...props.password].length;
  return (
    <div class="password-length">
      <meter
        min={0}
        max={20}
        low={SHORTEST_PASSWORD}
        optimum={20}
        value={Math.min(20, length)}
        aria-label="Length of the password"
      />
      <output>{lengthWords(length)}</output>
    </div>
  );
}

/** What a person is told of a password of so many characters. */
export function lengthWords(length: number): string {
  if (length === 0) return `At least ${SHORTEST_PASSWORD} characters; a few words are good.`;
  const missing = SHORTEST_PASSWORD - length;
  if (missing > 0)
    return `Too short: ${missing} more ${missing === 1 ? "character" : "characters"}.`;
  if (length < 16) return "Long enough. Longer is better.";
  return length < 20 ? "Good." : "Very good.";
}
