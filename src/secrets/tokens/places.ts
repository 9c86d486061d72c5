/** What stands right before a value that is called a key, a token or a secret, and no id or address. */
export const NAMED_KEY = /(?:key|token|secret|password|bearer)["'\]\s:=>\\`]{0,12}$/i

/** The same for a secret beside an id. */
export const NAMED_SECRET = /secret[\w.-]{0,24}["'\]\s:=>\\`]{0,12}$/i

/** What stands before a commit in an address. */
export const COMMIT_ADDRESS = /\/(?:commits?|tree|blob|raw|archive|compare)\/$/
