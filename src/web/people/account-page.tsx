import "../style/people.css";
import { formatMoment } from "../format.ts";
import { Panel } from "../parts/panel.tsx";
import { ChangePasswordForm } from "../shell/change-password-form.tsx";
import type { PageProps } from "../shell/lazy-page.tsx";
import { useSession } from "../shell/use-session.ts";
import { PinForm } from "./pin-form.tsx";
import { SignInsPanel } from "./sign-ins-panel.tsx";

/** What everybody can do with their own account. */
export default function AccountPage({ state }: PageProps) {
  const session = useSession();
  const lockMinutes = Math.round((session?.lockAfterMs ?? 0) / 60_000);
  return (
    <main class="people">
      <h1>Your account</h1>
      <Panel title={session?.person?.name ?? ""}>
        <dl class="facts">
          <div>
            <dt>Role</dt>
            <dd>{session?.person?.role}</dd>
          </div>
          <div>
            <dt>Signed in with</dt>
            <dd>{session?.method === "badge" ? "badge and PIN: bench only" : "password"}</dd>
          </div>
          <div>
            <dt>Locks after</dt>
            <dd>{lockMinutes === 1 ? "1 minute" : `${lockMinutes} minutes`} without a touch</dd>
          </div>
          <div>
            <dt>Session ends</dt>
            <dd>
              {session?.endsAtUtc == null ? "when you sign out" : formatMoment(session.endsAtUtc)}
            </dd>
          </div>
        </dl>
      </Panel>
      <div class="people-side">
        <Panel title="Password">
          <ChangePasswordForm />
        </Panel>
        <Panel title="PIN for your badge" note="for the bench">
          <PinForm />
        </Panel>
      </div>
      <SignInsPanel revision={state.bench?.lastEventId ?? -1} />
    </main>
  );
}
