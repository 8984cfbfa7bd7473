import { configurationKeys } from '../../config/keys.ts'
import { type CompanyFactName, companyFactNames, parseFactValue } from '../../core/company.ts'
import type { Choice, Prompts } from '../prompts.ts'

/** Chooses one of the settings. */
export async function askForSetting(prompts: Prompts): Promise<string> {
  const names = [...companyFactNames, ...configurationKeys.map(({ name }) => name)]
  return await prompts.choose(
    'Which setting?',
    names.map((name) => ({ name, value: name })),
  )
}

const factChoices: Readonly<Record<Exclude<CompanyFactName, 'licences'>, readonly Choice<string>[]>> = {
  'auto-sync': [
    { name: 'off', value: 'off', description: 'nobody gets an account unless you create it' },
    { name: 'on', value: 'on', description: 'SalesScreen makes accounts that nobody asked for' },
  ],
  'integration-initialised': [
    { name: 'yes', value: 'yes' },
    { name: 'no', value: 'no' },
  ],
}

/** Asks what an admin sees in SalesScreen. */
export async function askForFact(prompts: Prompts, name: CompanyFactName, message: string): Promise<string> {
  if (name !== 'licences') return await prompts.choose(message, factChoices[name])
  return await prompts.text({
    message,
    problem: (text) => {
      const parsed = parseFactValue('licences', text)
      return 'reason' in parsed ? parsed.reason : undefined
    },
  })
}
