import { autoSyncPlace, integrationPlace } from '../../salesscreen/where.ts'
import type { Context } from '../context.ts'
import { askForFact } from './ask.ts'
import { setFact } from './set-fact.ts'

/** Walks an admin through step 1: look in SalesScreen, and say what is there. */
export async function attestStepOne(context: Context): Promise<void> {
  const prompts = await context.prompts()
  const options = { dryRun: false, prompted: true }
  await context.note(
    'Step 1: automatic sync must be off, so that nobody gets an account unless you create it.',
  )
  await context.note(`Look in SalesScreen: ${autoSyncPlace}`)
  const autoSync = await askForFact(prompts, 'auto-sync', '"Automatically sync users" is')
  await setFact(context, 'auto-sync', autoSync, options)
  await context.note(`Look in SalesScreen: ${integrationPlace}`)
  const initialised = await askForFact(
    prompts,
    'integration-initialised',
    'The Salesforce integration is initialised',
  )
  await setFact(context, 'integration-initialised', initialised, options)
}
