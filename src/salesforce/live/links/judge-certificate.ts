import { ok, problem, type Tested, warning } from './tested.ts'

/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What an org showed to prove who it is. */
export interface ShownCertificate {
  readonly issuer: string
  /** Days, ISO 8601. */
  readonly from: string
  readonly until: string
  /** The hosts that it is for. */
  readonly names: string
  /** Why it is not trusted here. Source: Node's tls.TLSSocket authorizationError. */
  readonly doubt: string | undefined
  readonly protocol: string
}

const careful = 'otherwise do not go on: somebody may be listening'

/** Whether a certificate proves that this is the host, and what to do where it does not. */
export function judgeCertificate(
  shown: ShownCertificate,
  hostname: string,
  environment: Environment,
): Tested {
  const facts = `certificate issued by ${shown.issuer}, valid until ${shown.until}`
  if (environment['NODE_TLS_REJECT_UNAUTHORIZED'] === '0')
    return warning(
      `${facts}; NODE_TLS_REJECT_UNAUTHORIZED=0 lets anybody pretend to be ${hostname}`,
      'unset NODE_TLS_REJECT_UNAUTHORIZED',
      ...(shown.doubt === undefined ? [] : [authorityAction(environment)]),
    )
  switch (shown.doubt) {
    case undefined:
      return ok(`${facts}, ${shown.protocol}`)
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return problem(
        `${facts} and from ${shown.from} on: not now, by the clock of this machine`,
        'check the clock of this machine',
        'otherwise have whoever issued it renew it',
      )
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return problem(
        `${facts}: it is for ${shown.names}, not for ${hostname}`,
        'check SF_ORG_INSTANCE_URL',
        careful,
      )
    default:
      return problem(
        `${facts}: this machine does not trust who issued it (${shown.doubt})`,
        authorityAction(environment),
        careful,
      )
  }
}

function authorityAction(environment: Environment): string {
  const file = environment['NODE_EXTRA_CA_CERTS'] ?? ''
  return file === ''
    ? "if that is your company's own authority, which inspects traffic, set NODE_EXTRA_CA_CERTS to the file with its certificate"
    : `NODE_EXTRA_CA_CERTS is ${file}: check that the file can be read and holds the certificate of that authority`
}
