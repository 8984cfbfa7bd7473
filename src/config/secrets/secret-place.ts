/** Why a place could not keep or give a secret; never holds the secret. */
export class PlaceUnusable extends Error {}

/** Where secrets rest, each under a name. Every method throws `PlaceUnusable` where the place cannot be used. */
export interface SecretPlace {
  readonly kind: 'keyring' | 'file'
  /** Undefined where there is none of that name. */
  read(name: string): Promise<string | undefined>
  /** Writes it, or replaces what is there, and has read it back before it returns. */
  write(name: string, secret: string): Promise<void>
  /** Tells whether there was one. */
  remove(name: string): Promise<boolean>
}
