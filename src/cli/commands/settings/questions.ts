import type { Choice, Prompts } from '../../../app/ports.ts'
import { configurationKeys } from '../../../config/keys.ts'
import { companyFactNames, type CompanyFactName, parseFactValue } from '../../../core/model.ts'

/** Asks for the name of a setting. */
export async function askForSetting(prompts: Prompts): Promise<string> {
  const names = [...companyFactNames, ...configurationKeys.map(({ name }) => name)]
  return await prompts.choose(
    'Which setting?',
    names.map((name) => ({ name, value: name })),
  )
}

/** Asks for a company setting as the admin sees it in SalesScreen. */
export async function askForFact(prompts: Prompts, name: CompanyFactName, message: string): Promise<string> {
  const choices = factChoices[name]
  if (choices !== undefined) return await prompts.choose(message, choices)
  return await prompts.text({
    message,
    problem: (text) => {
      const parsed = parseFactValue(name, text)
      return 'reason' in parsed ? parsed.reason : undefined
    },
  })
}

/** The same of a setting with few values; null if the admin cannot see it. */
export async function askForSeenFact(
  prompts: Prompts,
  name: CompanyFactName,
  message: string,
): Promise<string | null> {
  const unseen = { name: 'I cannot see it', value: null, description: 'go on; someone else may look later' }
  return await prompts.choose<string | null>(message, [...(factChoices[name] ?? []), unseen])
}

/** The values of the settings that have only some. */
export const factChoices: Readonly<Partial<Record<CompanyFactName, readonly Choice<string>[]>>> = {
  'auto-sync': [
    { name: 'off', value: 'off', description: 'accounts exist only when you create them' },
    { name: 'on', value: 'on', description: 'SalesScreen creates accounts by itself' },
  ],
  'integration-initialized': [
    { name: 'yes', value: 'yes' },
    { name: 'no', value: 'no' },
  ],
}
