import type { PersonRole } from "../../domain/person.ts";

export const ROLE_CHOICES: readonly {
  readonly value: PersonRole;
  readonly label: string;
  readonly hint: string;
}[] = [
  { value: "technician", label: "Technician", hint: "plans and reads plates" },
  {
    value: "reviewer",
    label: "Reviewer",
    hint: "also reviews, signs, saves layouts, sees the trail",
  },
  { value: "administrator", label: "Administrator", hint: "accounts and notices; never signs" },
];

export function roleOf(value: string): PersonRole {
  return ROLE_CHOICES.find((choice) => choice.value === value)?.value ?? "technician";
}
