import { SfsyncError } from '../../core/errors.ts'
import { parseInstance } from '../api/connection.ts'
import { unreachable } from '../api/http.ts'
import {
  type ConnectionFinding,
  type ConnectionStep,
  connectionSteps,
  type DiagnoseRequest,
  type SignInWay,
} from '../salesforce.ts'
import { type CheckResult, failed, withTimeout } from './check.ts'
import { routeTo, testDns, testProxy } from './network.ts'
import type { OrgChecks } from './org.ts'
import { testTls } from './tls.ts'

type Test = (stop: AbortSignal) => Promise<CheckResult>

interface Step {
  readonly needs: ConnectionStep | undefined
  readonly test: Test
}

/**
 * Tests each step of the connection to an org, in order, each within the time limit. Skips a step that depends on a
 * failed one. Throws only the reason of an interruption.
 */
export async function diagnose(request: DiagnoseRequest): Promise<readonly ConnectionFinding[]> {
  const origin = originOf(request)
  const steps = stepsOf(request, origin)
  // Without an address, only a login says which org it is.
  const causes = new Map<ConnectionStep, ConnectionStep>(origin === undefined ? [['login', 'login']] : [])
  const findings: ConnectionFinding[] = []
  for (const step of connectionSteps) {
    const { needs, test } = steps[step]
    const cause = needs === undefined ? undefined : causes.get(needs)
    if (cause !== undefined) {
      causes.set(step, cause)
      findings.push({ step, result: 'skipped', detail: `not tested: fix ${cause} first`, actions: [] })
      continue
    }
    const tested = await outcome(request, new URL(origin ?? placeholder).host, test)
    if (tested.result === 'problem') causes.set(step, step)
    findings.push({ step, ...tested })
  }
  return findings
}

async function outcome(request: DiagnoseRequest, host: string, test: Test): Promise<CheckResult> {
  try {
    return await withTimeout(request, test)
  } catch (error) {
    request.interrupted.throwIfAborted()
    return failed(
      error instanceof SfsyncError ? error : unreachable(error, host, request.seconds, wayOf(request)),
    )
  }
}

// Without a session the address comes from the settings.
function wayOf({ access }: DiagnoseRequest): SignInWay {
  return access instanceof SfsyncError ? 'environment' : access.session.way
}

// Never contacted: where no address is known, nothing is tested.
const placeholder = 'https://localhost'

function originOf({ access, address }: DiagnoseRequest): string | undefined {
  if (!(access instanceof SfsyncError)) return access.session.instanceUrl
  const parsed = parseInstance(address)
  return 'origin' in parsed ? parsed.origin : undefined
}

// The clock is tested without a session, too: it may be why there is none.
function stepsOf(
  { access, environment }: DiagnoseRequest,
  known: string | undefined,
): Readonly<Record<ConnectionStep, Step>> {
  const origin = known ?? placeholder
  const route = routeTo(origin, environment)
  let org: OrgChecks | undefined
  const signedIn = (test: (org: OrgChecks, stop: AbortSignal) => Promise<CheckResult>): Test => {
    return async (stop) => {
      if (access instanceof SfsyncError) throw access
      // jsforce takes longer to load than all of sfsync.
      const { OrgChecks: Checks } = await import('./org.ts')
      org ??= new Checks(access)
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
    login: {
      needs: access instanceof SfsyncError ? undefined : 'tls',
      test: signedIn(async (checks, stop) => await checks.login(stop)),
    },
    api: { needs: 'login', test: signedIn(async (checks, stop) => await checks.api(stop)) },
    permissions: { needs: 'api', test: signedIn(async (checks, stop) => await checks.permissions(stop)) },
    clock: { needs: 'tls', test: async (stop) => await (await import('./org.ts')).testClock(origin, stop) },
    calls: { needs: 'permissions', test: signedIn(async (checks, stop) => await checks.calls(stop)) },
  }
}
