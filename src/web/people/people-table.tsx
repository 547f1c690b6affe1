import type { PersonView } from "../../api/people-views.ts";
import { formatMoment } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import type { Wording } from "../words.ts";

const ACTIVE: Wording = { word: "Active", icon: "tick", tone: "good" };
const DEACTIVATED: Wording = { word: "Deactivated", icon: "stop", tone: "calm" };
const FAILING: Wording = { word: "Failed sign-ins", icon: "warning", tone: "look" };

/** Failures a person may well make by mistake. */
const FEW_FAILURES = 3;

/** Every account there has ever been; the deactivated ones last. */
export function PeopleTable(props: {
  people: readonly PersonView[];
  onChange: (person: PersonView) => void;
}) {
  const people = props.people.toSorted(
    (one, other) => Number(other.active) - Number(one.active) || one.name.localeCompare(other.name),
  );
  return (
    <div class="table-place">
      <table class="people-table">
        <caption class="unseen">Accounts</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Role</th>
            <th scope="col">Account</th>
            <th scope="col">Badge and PIN</th>
            <th scope="col">Last sign-in</th>
            <th scope="col">
              <span class="unseen">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id} class={person.active ? "" : "inactive"}>
              <th scope="row">{person.name}</th>
              <td>{person.role}</td>
              <td>
                <Badge wording={person.active ? ACTIVE : DEACTIVATED} />
                {person.failuresSinceSignIn < FEW_FAILURES ? null : (
                  <Badge
                    wording={{ ...FAILING, word: `${person.failuresSinceSignIn} failed sign-ins` }}
                  />
                )}
              </td>
              <td>{badgeWords(person)}</td>
              <td>
                {person.lastSignInAtUtc === null ? "never" : formatMoment(person.lastSignInAtUtc)}
                {person.mustChangePassword ? (
                  <span class="soft"> · still has the first password</span>
                ) : null}
              </td>
              <td>
                <button type="button" class="row-action" onClick={() => props.onChange(person)}>
                  Change<span class="unseen"> {person.name}</span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function badgeWords({ badge, hasPin }: PersonView): string {
  if (badge === null) return "no badge";
  return hasPin ? `${badge}, with PIN` : `${badge}, no PIN yet`;
}
