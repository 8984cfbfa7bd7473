import { send } from '../wire.ts'
import { ok, type Tested, warning } from './tested.ts'

// A signed sign-in (JWT) counts for three minutes.
const mostSeconds = 120

/** Whether this machine and the org agree on the time; needs no session, because a wrong clock may be why there is none. */
export async function testClock(origin: string, stop: AbortSignal): Promise<Tested> {
  const before = Date.now()
  const { headers } = await send(
    { url: `${origin}/services/data`, method: 'GET', headers: { 'user-agent': 'sfsync' }, body: undefined },
    stop,
  )
  const told = Date.parse(headers['date'] ?? '')
  if (Number.isNaN(told)) return warning('could not look: the org does not tell its time')
  // The header tells whole seconds, cut off.
  const seconds = Math.round(((before + Date.now()) / 2 - told - 500) / 1_000)
  if (Math.abs(seconds) < mostSeconds) return ok(`this machine ${inWords(seconds)} the org`)
  return warning(
    `this machine ${inWords(seconds)} the org`,
    'set its clock right (time synchronisation, NTP): sign-in with a key (JWT) fails, and news may be missed',
  )
}

function inWords(seconds: number): string {
  const length = Math.abs(seconds)
  if (length < 2) return 'has the time of'
  const told = length < mostSeconds ? `${length} seconds` : `${Math.round(length / 60)} minutes`
  return `is ${told} ${seconds > 0 ? 'ahead of' : 'behind'}`
}
