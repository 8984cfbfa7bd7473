import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The certificate of the encrypted server, self-signed for this machine alone: the value for NODE_EXTRA_CA_CERTS. */
export const certificatePath = join(import.meta.dirname, 'localhost.pem')

/** The certificate and its key, which is no secret: nobody else trusts it. */
export function certificate(): { readonly cert: string; readonly key: string } {
  return {
    cert: readFileSync(certificatePath, 'utf8'),
    key: readFileSync(join(import.meta.dirname, 'localhost.key'), 'utf8'),
  }
}
