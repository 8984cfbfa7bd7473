import type { Configuration } from '../../config/keys.ts'

/** The configuration with the org of the Salesforce CLI that was named as a flag. */
export function withTargetOrg(configuration: Configuration, targetOrg: string | undefined): Configuration {
  if (targetOrg === undefined) return configuration
  const settings = {
    ...configuration.settings,
    'target-org': { value: targetOrg, origin: { from: 'flag' } },
  } as const
  return { ...configuration, settings }
}
