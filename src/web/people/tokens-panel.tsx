import { useState } from "preact/hooks";
import type { NewTokenView, TokenView } from "../../api/people-views.ts";
import { fetchTokens } from "../clients/people-client.ts";
import { formatMoment } from "../format.ts";
import { Panel } from "../parts/panel.tsx";
import { AddTokenForm } from "./add-token-form.tsx";
import { RevokeTokenDialog } from "./revoke-token-dialog.tsx";
import { TokenSecretDialog } from "./token-secret-dialog.tsx";
import { useLoaded } from "./use-loaded.ts";

/** Tokens with which programs use the API, each with what it may do. */
export function TokensPanel({ revision }: { revision: number }) {
  const { view: tokens, problem, reload } = useLoaded(fetchTokens, revision);
  const [made, setMade] = useState<NewTokenView | null>(null);
  const [revoking, setRevoking] = useState<TokenView | null>(null);
  return (
    <Panel title="Tokens for programs" note="a program never reviews, signs or administers">
      {problem === null ? null : <p class="field-problem">{problem}</p>}
      <TokenTable tokens={tokens ?? []} onRevoke={setRevoking} />
      <details class="people-add">
        <summary>Make a token</summary>
        <AddTokenForm
          onMade={(token) => {
            setMade(token);
            reload();
          }}
        />
      </details>
      {made === null ? null : <TokenSecretDialog made={made} onClose={() => setMade(null)} />}
      {revoking === null ? null : (
        <RevokeTokenDialog token={revoking} onRevoked={reload} onClose={() => setRevoking(null)} />
      )}
    </Panel>
  );
}

function TokenTable(props: { tokens: readonly TokenView[]; onRevoke: (token: TokenView) => void }) {
  if (props.tokens.length === 0) return <p class="empty">There is none.</p>;
  return (
    <div class="table-place">
      <table class="people-table">
        <caption class="unseen">Tokens</caption>
        <thead>
          <tr>
            <th scope="col">Program</th>
            <th scope="col">May</th>
            <th scope="col">Made</th>
            <th scope="col">Last used</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {props.tokens.map((token) => (
            <tr key={token.id} class={token.revoked === null ? "" : "inactive"}>
              <th scope="row">{token.name}</th>
              <td>{token.scopes.join(", ")}</td>
              <td>
                {formatMoment(token.createdAtUtc)} by {token.createdBy}
              </td>
              <td>{token.lastUsedAtUtc === null ? "never" : formatMoment(token.lastUsedAtUtc)}</td>
              <td>
                <TokenState token={token} onRevoke={props.onRevoke} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function TokenState(props: { token: TokenView; onRevoke: (token: TokenView) => void }) {
  const { name, revoked, endsAtUtc } = props.token;
  if (revoked !== null) {
    return (
      <>
        revoked {formatMoment(revoked.atUtc)} by {revoked.by}: {revoked.reason}
      </>
    );
  }
  return (
    <span class="token-state">
      {endsAtUtc === null ? "no end" : `until ${formatMoment(endsAtUtc)}`}
      <button type="button" onClick={() => props.onRevoke(props.token)}>
        Revoke<span class="unseen"> {name}</span>
      </button>
    </span>
  );
}
