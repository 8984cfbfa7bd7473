/** How an admin gets a client id, in two lines. */
export const appAdvice = [
  'in Setup, External Client App Manager, New: enable OAuth with the callback address http://localhost:1717/OauthRedirect, the scopes "api" and "refresh_token", PKCE required, and no secret required',
  'copy its Consumer Key and keep it: sfsync settings set client-id <consumerKey>',
] as const
