import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto'
import { json, type ServerAnswer } from './answer.ts'
import type { Handler, ServerRequest } from './request.ts'
import type { TokenBook } from './tokens.ts'

/** An app that the org knows, as External Client App Manager shows it. */
export interface OauthApp {
  readonly clientId: string
  /** Asked for where there is one. */
  readonly clientSecret?: string
  readonly callback?: string
  /** PEM; what JWTs are checked against. */
  readonly publicKey?: string
  /** Usernames that may use it with a JWT without asking. */
  readonly approved?: readonly string[]
  /** Whether the flow is enabled, and as whom it runs. */
  readonly runsAs?: string
}

/** How the sign-in pages of the org behave. */
export interface OauthFacts {
  readonly app: OauthApp
  readonly tokens: TokenBook
  /** Whether each use of a refresh token gives a new one and ends the old one. */
  readonly rotates: boolean
  /** What a JWT must be addressed to; without it the server itself. */
  readonly audience?: string
  /** What the browser comes back with instead of a code. */
  readonly refuses?: { readonly error: string; readonly description: string }
  /** Another address than the org's own in the answers. */
  readonly instanceUrl?: string
  /** Run before the answer to a renewal is sent. */
  readonly beforeRenewal?: () => void
}

interface Code {
  readonly challenge: string
  readonly redirectUri: string
  used: boolean
}

/** A chain of refresh tokens that came of one sign-in: a token used twice ends all of them. */
interface Family {
  current: string
  access: string[]
  ended: boolean
}

const knownUser = 'ada@acme.example'

/** The sign-in pages of the org: authorize, token, revoke. */
export class OauthPages {
  readonly #facts: OauthFacts
  readonly #codes = new Map<string, Code>()
  readonly #families = new Map<string, Family>()
  readonly #secrets: string[] = []
  /** Every code and refresh token that was given out. */
  get givenOut(): readonly string[] {
    return this.#secrets
  }

  constructor(facts: OauthFacts) {
    this.#facts = facts
  }

  /** For the server's list of extra handlers. */
  readonly handler: Handler = (request) => {
    if (request.path === '/services/oauth2/authorize') return this.#authorize(request)
    if (request.path === '/services/oauth2/token') return this.#token(request)
    if (request.path === '/services/oauth2/revoke') return this.#revoke(request)
    return undefined
  }

  /** The refresh token that is good now, of the newest sign-in. */
  get refreshToken(): string | undefined {
    return [...this.#families.values()].at(-1)?.current
  }

  /** Ends every sign-in, as an admin does in Setup. */
  endAll(): void {
    for (const family of this.#families.values()) this.#end(family)
  }

  #authorize({ query }: ServerRequest): ServerAnswer {
    const { app, refuses } = this.#facts
    const redirectUri = query.get('redirect_uri') ?? ''
    const state = query.get('state') ?? ''
    if (query.get('client_id') !== app.clientId)
      return page(400, 'error=invalid_client_id&error_description=client%20identifier%20invalid')
    if (redirectUri !== app.callback)
      return page(
        400,
        'error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration',
      )
    if (refuses !== undefined)
      return sentTo(redirectUri, { error: refuses.error, error_description: refuses.description, state })
    const challenge = query.get('code_challenge') ?? ''
    if (
      query.get('response_type') !== 'code' ||
      query.get('code_challenge_method') !== 'S256' ||
      challenge === ''
    )
      return sentTo(redirectUri, {
        error: 'invalid_request',
        error_description: 'missing required code challenge',
        state,
      })
    const code = `aPrx${randomBytes(24).toString('base64url')}`
    this.#secrets.push(code)
    this.#codes.set(code, { challenge, redirectUri, used: false })
    return sentTo(redirectUri, { code, state })
  }

  #token(request: ServerRequest): ServerAnswer {
    const form = new URLSearchParams(request.body)
    if (request.method !== 'POST') return refused('invalid_request', 'must use HTTP POST')
    switch (form.get('grant_type') ?? '') {
      case 'authorization_code':
        return this.#byCode(form, request)
      case 'refresh_token':
        return this.#byRefreshToken(form, request)
      case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
        return this.#byJwt(form.get('assertion') ?? '', request)
      case 'client_credentials':
        return this.#byClientCredentials(form, request)
      default:
        return refused('unsupported_grant_type', 'grant type not supported')
    }
  }

  #byCode(form: URLSearchParams, request: ServerRequest): ServerAnswer {
    const wrong = this.#wrongClient(form)
    if (wrong !== undefined) return wrong
    const code = this.#codes.get(form.get('code') ?? '')
    if (code === undefined) return refused('invalid_grant', 'invalid authorization code')
    if (code.used) return refused('invalid_grant', 'expired authorization code')
    if (form.get('redirect_uri') !== code.redirectUri)
      return refused('redirect_uri_mismatch', 'redirect_uri must match configuration')
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (proof !== code.challenge) return refused('invalid_grant', 'invalid code verifier')
    code.used = true
    const family: Family = { current: this.#newRefreshToken(), access: [], ended: false }
    this.#families.set(family.current, family)
    return this.#granted(request, family, { refresh_token: family.current })
  }

  #byRefreshToken(form: URLSearchParams, request: ServerRequest): ServerAnswer {
    const wrong = this.#wrongClient(form)
    if (wrong !== undefined) return wrong
    const given = form.get('refresh_token') ?? ''
    const family = this.#families.get(given)
    if (family === undefined || family.ended) return refused('invalid_grant', 'expired access/refresh token')
    if (family.current !== given) {
      // Source: "Refresh Token Rotation"; a token that comes twice was stolen by somebody.
      this.#end(family)
      return refused('invalid_grant', 'expired access/refresh token')
    }
    this.#facts.beforeRenewal?.()
    if (!this.#facts.rotates) return this.#granted(request, family, {})
    family.current = this.#newRefreshToken()
    this.#families.set(family.current, family)
    return this.#granted(request, family, { refresh_token: family.current })
  }

  #byJwt(assertion: string, request: ServerRequest): ServerAnswer {
    const { app, audience = request.origin } = this.#facts
    const [head = '', body = '', signature = ''] = assertion.split('.')
    const claims = claimsIn(body)
    if (claims === undefined || claimsIn(head)?.['alg'] !== 'RS256')
      return refused('invalid_grant', 'invalid assertion')
    if (claims['iss'] !== app.clientId) return refused('invalid_client_id', 'client identifier invalid')
    if (app.publicKey === undefined) return refused('invalid_grant', 'invalid assertion')
    const key = createPublicKey(app.publicKey)
    const bytes = Buffer.from(signature, 'base64url')
    if (!verify('sha256', Buffer.from(`${head}.${body}`), key, bytes))
      return refused('invalid_grant', 'invalid assertion')
    if (claims['aud'] !== audience) return refused('invalid_grant', 'audience is invalid')
    const seconds = Number(claims['exp']) - Date.now() / 1_000
    if (!(seconds > 0 && seconds <= 180)) return refused('invalid_grant', 'expired authorization code')
    if (claims['sub'] !== knownUser) return refused('invalid_grant', 'user not found')
    if (!(app.approved ?? []).includes(knownUser))
      return refused('invalid_grant', "user hasn't approved this consumer")
    return this.#granted(request, undefined, {})
  }

  #byClientCredentials(form: URLSearchParams, request: ServerRequest): ServerAnswer {
    const { app } = this.#facts
    const wrong = this.#wrongClient(form)
    if (wrong !== undefined) return wrong
    if (app.clientSecret === undefined) return refused('invalid_client', 'invalid client credentials')
    if (app.runsAs === undefined) return refused('invalid_grant', 'no client credentials user enabled')
    return this.#granted(request, undefined, {})
  }

  #wrongClient(form: URLSearchParams): ServerAnswer | undefined {
    const { app } = this.#facts
    if (form.get('client_id') !== app.clientId)
      return refused('invalid_client_id', 'client identifier invalid')
    if (app.clientSecret === undefined || form.get('client_secret') === app.clientSecret) return undefined
    return refused('invalid_client', 'invalid client credentials')
  }

  #revoke({ body }: ServerRequest): ServerAnswer {
    const token = new URLSearchParams(body).get('token') ?? ''
    const family = this.#families.get(token)
    if (family !== undefined && !family.ended) this.#end(family)
    else if (this.#facts.tokens.has(token)) this.#facts.tokens.revoke(token)
    else return refused('unsupported_token_type', 'this token is not supported')
    return { status: 200, headers: {}, body: '' }
  }

  #granted(request: ServerRequest, family: Family | undefined, more: object): ServerAnswer {
    const token = this.#facts.tokens.issue()
    family?.access.push(token)
    return json({
      access_token: token,
      ...more,
      signature: 'c2lnbmF0dXJl',
      scope: 'api refresh_token',
      instance_url: this.#facts.instanceUrl ?? request.origin,
      id: `${request.origin}/id/00D5g0000001AbCEAU/0055g00000000AAAAQ`,
      token_type: 'Bearer',
      issued_at: String(Date.now()),
    })
  }

  #newRefreshToken(): string {
    const token = `5Aep861${randomBytes(32).toString('base64url')}`
    this.#secrets.push(token)
    return token
  }

  #end(family: Family): void {
    family.ended = true
    for (const token of family.access) this.#facts.tokens.revoke(token)
  }
}

function refused(error: string, description: string): ServerAnswer {
  return json({ error, error_description: description }, 400)
}

function sentTo(redirectUri: string, parameters: Readonly<Record<string, string>>): ServerAnswer {
  const location = `${redirectUri}?${new URLSearchParams(parameters).toString()}`
  return { status: 302, headers: { Location: location }, body: '' }
}

function page(status: number, words: string): ServerAnswer {
  return { status, headers: { 'Content-Type': 'text/html' }, body: `<html>${words}</html>` }
}

function claimsIn(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const claims: Record<string, unknown> = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return claims
  } catch {
    return undefined
  }
}
