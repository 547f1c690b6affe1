/** The id of a supervisor's authorisation, with the one request that it is for. */
export const AUTHORISATION_HEADER = "platewarden-authorisation";

/** Who a command says it is, percent-encoded (RFC 3986). */
export const OPERATOR_HEADER = "platewarden-operator";
