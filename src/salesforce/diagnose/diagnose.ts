import { SfsyncError } from '../../core/errors.ts'
import { type LinkFinding, type LinkName, linkNames } from '../salesforce.ts'
import { type LiveConnection, parseInstance } from '../api/connection.ts'
import { unreachable } from '../api/http.ts'
import { testTls } from './tls.ts'
import { routeTo, testDns, testProxy } from './network.ts'
import type { OrgLinks } from './org.ts'
import { failed, type CheckLimits, type CheckResult, withTimeout } from './check.ts'

/** Which chain to test. */
export interface DiagnoseRequest extends CheckLimits {
  /** How to ask the org, or why nobody can. */
  readonly access: LiveConnection | SfsyncError
  /** The address of the org as far as it is known without a session; may be empty. */
  readonly address: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

type Test = (stop: AbortSignal) => Promise<CheckResult>

interface Link {
  readonly needs: LinkName | undefined
  readonly test: Test
}

/**
 * Tests each link of the chain to an org, in order, each within the time of a link. A link whose ground does not hold is
 * not tried. Throws only the reason of an interruption.
 */
export async function diagnose(request: DiagnoseRequest): Promise<readonly LinkFinding[]> {
  const origin = originOf(request)
  const links = chainOf(request, origin)
  // Only whoever signs in says which org it is.
  const broken = new Map<LinkName, LinkName>(origin === undefined ? [['login', 'login']] : [])
  const findings: LinkFinding[] = []
  for (const link of linkNames) {
    const { needs, test } = links[link]
    const cause = needs === undefined ? undefined : broken.get(needs)
    if (cause !== undefined) {
      broken.set(link, cause)
      findings.push({ link, result: 'skipped', detail: `not tried: ${cause} comes first`, actions: [] })
      continue
    }
    const tested = await outcome(request, new URL(origin ?? nowhere).host, test)
    if (tested.result === 'problem') broken.set(link, link)
    findings.push({ link, ...tested })
  }
  return findings
}

async function outcome(limits: CheckLimits, host: string, test: Test): Promise<CheckResult> {
  const { interrupted, seconds } = limits
  try {
    return await withTimeout(limits, test)
  } catch (error) {
    interrupted.throwIfAborted()
    if (error instanceof SfsyncError) return failed(error)
    return failed(unreachable(error, host, seconds))
  }
}

// Never asked: where no address is known, nothing is tried.
const nowhere = 'https://localhost'

function originOf({ access, address }: DiagnoseRequest): string | undefined {
  if (!(access instanceof SfsyncError)) return access.session.instanceUrl
  const parsed = parseInstance(address)
  return 'origin' in parsed ? parsed.origin : undefined
}

// Who has no session cannot even try to sign in, whatever the way there is like; the clock may be why there is none.
function chainOf(
  { access, environment }: DiagnoseRequest,
  known: string | undefined,
): Readonly<Record<LinkName, Link>> {
  const origin = known ?? nowhere
  const route = routeTo(origin, environment)
  const nobody = access instanceof SfsyncError
  let org: OrgLinks | undefined
  const asked = (test: (org: OrgLinks, stop: AbortSignal) => Promise<CheckResult>): Test => {
    return async (stop) => {
      if (nobody) throw access
      // jsforce takes longer to load than all of sfsync.
      const live = await import('./org.ts')
      org ??= new live.OrgLinks(access)
      return await test(org, stop)
    }
  }
  return {
    dns: {
      needs: known === undefined ? 'login' : undefined,
      test: async (stop) => await testDns(route, stop),
    },
    proxy: { needs: 'dns', test: async (stop) => await testProxy(route, stop) },
    tls: { needs: 'proxy', test: async (stop) => await testTls(route, environment, stop) },
    login: { needs: nobody ? undefined : 'tls', test: asked(async (links, stop) => await links.login(stop)) },
    api: { needs: 'login', test: asked(async (links, stop) => await links.api(stop)) },
    permissions: { needs: 'api', test: asked(async (links, stop) => await links.permissions(stop)) },
    clock: { needs: 'tls', test: async (stop) => await (await import('./org.ts')).testClock(origin, stop) },
    calls: { needs: 'permissions', test: asked(async (links, stop) => await links.calls(stop)) },
  }
}
