import { interruptible } from '../app/interrupts.ts'
import type { SalesforceReaders, SignIn } from '../app/ports.ts'
import type { Configuration } from '../config/keys.ts'
import type { KnownSecrets } from '../config/secrets/known-secrets.ts'

/** What signing in depends on besides the configuration. */
export interface SignInSetup {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly platform: string
  readonly interrupted: AbortSignal
  readonly secrets: KnownSecrets
}

/** The real parts that sign in and out; each loads what it needs when it is asked for. */
export function signInDependencies({
  environment,
  home,
  platform,
  interrupted,
  secrets,
}: SignInSetup): Omit<SignIn, 'whoAmI' | 'testLinks'> & Pick<SalesforceReaders, 'openSession'> {
  const learn = (secret: string) => secrets.learn(secret)
  const asking = ({ settings }: Configuration) => ({
    timeoutSeconds: Number(settings['timeout-seconds'].value),
    interrupted,
    learn,
  })
  const sf = (configuration: Configuration) => ({ ...asking(configuration), environment, home, platform })
  const store = async ({ settings, profileFolder: folder }: Configuration) => {
    const { openLoginStore } = await import('../config/secrets/login-files.ts')
    return openLoginStore({ folder, secretStore: settings['secret-store'].value, learn })
  }
  return {
    openSession: async (configuration) => {
      const { openSession } = await import('../salesforce/sign-in/session.ts')
      const { settings } = configuration
      const tokenVariable = settings['token-variable'].value
      const values = {
        tokenVariable,
        accessToken: environment[tokenVariable] ?? '',
        instanceUrl: settings['instance-url'].value,
      }
      const sources = {
        targetOrg: settings['target-org'].value,
        environment: values,
        addressIsHalf: settings['instance-url'].origin.from === 'environment',
        store: await store(configuration),
      }
      return await openSession(sources, sf(configuration), asking(configuration))
    },
    storedLogin: async ({ profileFolder }) => {
      const { readLoginRecord } = await import('../config/secrets/login-files.ts')
      return await readLoginRecord(profileFolder)
    },
    signIn: async (request, configuration, talk) => {
      const { signIn } = await import('../salesforce/sign-in/sign-in.ts')
      return await signIn(request, {
        asking: asking(configuration),
        sf: sf(configuration),
        store: await store(configuration),
        talk,
        now: () => new Date(),
      })
    },
    signOut: async (configuration) => {
      const { signOut } = await import('../salesforce/sign-in/sign-in.ts')
      return await signOut(await store(configuration), asking(configuration))
    },
    readSecret: async (file) => {
      const { readSecret } = await import('../salesforce/sign-in/secret-input.ts')
      return await readSecret(file, () => interruptible(process.stdin, interrupted), learn)
    },
    readLine: async () => {
      const { firstLine } = await import('../salesforce/sign-in/secret-input.ts')
      return await firstLine(interruptible(process.stdin, interrupted))
    },
    learnSecret: learn,
  }
}
