/** The access tokens that the org takes, and who each is for. */
export class TokenBook {
  readonly first: string
  private readonly owners = new Map<string, string | undefined>()
  private issued = 0

  constructor(first: string) {
    this.first = first
    this.owners.set(first, undefined)
  }

  /** A new token that the org takes, for a user, or for the identity that the facts name. */
  issue(userId?: string): string {
    this.issued += 1
    const token = `${this.first}.${this.issued}`
    this.owners.set(token, userId)
    return token
  }

  /** Whether the org takes a token. */
  has(token: string): boolean {
    return this.owners.has(token)
  }

  /** The user whom a token was issued for; undefined for the identity that the facts name. */
  userOf(token: string): string | undefined {
    return this.owners.get(token)
  }

  /** From now on the org takes this token no more. */
  revoke(token: string): void {
    this.owners.delete(token)
  }
}

/** The token in the `Authorization` header of a request. */
export function tokenIn({
  headers,
}: {
  readonly headers: Readonly<Record<string, unknown>>
}): string | undefined {
  const header = headers['authorization']
  return typeof header === 'string' && header.startsWith('Bearer ')
    ? header.slice('Bearer '.length)
    : undefined
}
