import type { Context } from '../context.ts'

/** Says that the demo profile has nobody to sign in; true there. */
export async function isDemo(context: Context): Promise<boolean> {
  if (context.profile !== 'demo') return false
  await context.note('the profile demo has a sample org built in and needs no login')
  return true
}
