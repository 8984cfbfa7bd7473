import { createServer, type Server } from 'node:net'
import { onTestFinished } from 'vitest'
import { hintText } from '../../../src/app/hints.ts'
import { diagnose } from '../../../src/salesforce/diagnose/diagnose.ts'
import type {
  ConnectionFinding,
  ConnectionStep,
  DiagnoseRequest,
  OrgConnection,
} from '../../../src/salesforce/salesforce.ts'

/** The findings about the steps of a connection, a second each unless a test says otherwise. */
export async function findingsOf(
  access: DiagnoseRequest['access'],
  rest: Partial<DiagnoseRequest> = {},
): Promise<readonly ConnectionFinding[]> {
  return await diagnose({
    access,
    address: '',
    environment: {},
    seconds: 1,
    interrupted: new AbortController().signal,
    ...rest,
  })
}

/** The finding about one step, with its actions as an admin reads them. */
export function about(
  step: ConnectionStep,
  findings: readonly ConnectionFinding[],
): { result: string; detail: string; actions: string[] } | undefined {
  const found = findings.find((finding) => finding.step === step)
  if (found === undefined) return undefined
  const { result, detail, actions } = found
  return { result, detail, actions: actions.map((action) => hintText(action)) }
}

/** The results in their order, one word each. */
export function results(findings: readonly ConnectionFinding[]): string {
  return findings.map(({ step, result }) => `${step} ${result}`).join(', ')
}

/** A connection to another address with a token that must not be sent there. */
export function elsewhere(instanceUrl: string): OrgConnection {
  return {
    session: {
      way: 'environment',
      instanceUrl,
      identity: null,
      signInAgain: [],
      token: async () => await Promise.reject(new Error('nobody may ask for the token')),
      renew: async () => await Promise.resolve(undefined),
    },
    apiVersion: '68.0',
    timeoutSeconds: 1,
    retrySeconds: 1,
    deadlineSeconds: 5,
    requestsAtOnce: 8,
  }
}

/** A server that lets everybody in and says nothing; gives its port. */
export async function aSilentServer(onConnection: () => void = () => undefined): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    onTestFinished(() => void socket.destroy())
    onConnection()
  })
  const port = await listening(server)
  onTestFinished(() => void server.close())
  return port
}

/** A port at which nobody listens. */
export async function aClosedPort(): Promise<number> {
  const server = createServer()
  const port = await listening(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}
