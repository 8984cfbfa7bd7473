import { Socket } from 'node:net'
import pg from 'pg'
import { isConnectionLost } from './errors.ts'

/** How long the answer to a statement may take, in milliseconds. */
export interface Patience {
  /** After so long, and every time again, the server is asked whether it works on the statement. */
  readonly silence: number
  /** After so long the statement is given up, whatever the server says. */
  readonly longest: number
}

/** A single statement on a million rows takes less than a minute. */
export const usualPatience: Patience = { silence: 20_000, longest: 600_000 }

/** A connection that can be cut even if the server no longer reads what is sent. */
export class CuttableClient extends pg.Client {
  readonly #socket: Socket

  constructor(config?: pg.ClientConfig) {
    const socket = new Socket()
    // The pool hides the password from copies.
    super({ ...config, password: config?.password, stream: () => socket })
    this.#socket = socket
    // The driver takes PGOPTIONS where the address has no options; a setting there, such as a time limit, is meant for others.
    if ('connectionParameters' in this && isObject(this.connectionParameters))
      this.connectionParameters['options'] = config?.options
  }

  /** A statement that waits for its answer fails as when the connection is lost. */
  cut(): void {
    this.#socket.destroy()
  }

  /** The number of the server's process, or of a pooler's connection. */
  get process(): number {
    return 'processID' in this && typeof this.processID === 'number' ? this.processID : 0
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** The answer to a statement on a connection; cuts the connection if the server is found not to work on it any more. */
export async function answered<T>(
  answer: Promise<T>,
  connection: CuttableClient,
  config: pg.ClientConfig,
  { silence, longest }: Patience,
): Promise<T> {
  const until = performance.now() + longest
  let isOver = false
  let timer: NodeJS.Timeout | undefined
  const ask = async () => {
    const isWaiting = performance.now() < until && (await isWorkedOn(connection.process, config, silence))
    if (isOver) return
    if (isWaiting) timer = setTimeout(() => void ask(), silence)
    else connection.cut()
  }
  timer = setTimeout(() => void ask(), silence)
  try {
    return await answer
  } finally {
    isOver = true
    clearTimeout(timer)
  }
}

// A process that has been idle since the statement was sent never got it, or its answer never came. One that a pooler hides
// is not found, and a server that refuses the question is there.
async function isWorkedOn(process: number, config: pg.ClientConfig, silence: number): Promise<boolean> {
  const client = new CuttableClient({ ...config, query_timeout: config.connectionTimeoutMillis })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query(
      `select 1 from pg_stat_activity where pid = $1 and application_name = 'sfsync' and state like 'idle%'
         and state_change < clock_timestamp() - $2 * interval '0.5 milliseconds'`,
      [process, silence],
    )
    return rows.length === 0
  } catch (error) {
    return !isConnectionLost(error)
  } finally {
    client.cut()
  }
}
