import { interruptible } from '../app/interrupts.ts'
import type { SalesforceReaders, SignIn } from '../app/ports.ts'
import type { Configuration } from '../config/keys.ts'
import type { LoginStore } from '../salesforce/sign-in/login-store.ts'
import type { SignInEnvironment } from '../salesforce/sign-in/sf-cli.ts'
import { SfsyncError } from '../core/errors.ts'

/** What signs in and out on this machine; each part loads when it is first used. */
export function signInDependencies(
  machine: Omit<SignInEnvironment, 'timeoutSeconds' | 'interrupted'> & { readonly interrupted: AbortSignal },
): Omit<SignIn, 'whoAmI' | 'diagnoseConnection'> & Pick<SalesforceReaders, 'openSession'> {
  const { environment, interrupted, learn } = machine
  const environmentFor = ({ settings }: Configuration): SignInEnvironment => ({
    ...machine,
    timeoutSeconds: Number(settings['timeout-seconds'].value),
  })
  const storeOf = async ({ settings, profileFolder: folder }: Configuration): Promise<LoginStore> => {
    if (folder === undefined)
      throw new SfsyncError(
        'configuration',
        'there is no folder for your login: your home folder is unknown',
        {
          actions: ['set HOME or XDG_DATA_HOME to an absolute path'],
        },
      )
    const { openLoginStore } = await import('../config/secrets/login-files.ts')
    return openLoginStore({ folder, secretStore: settings['secret-store'].value, learn })
  }
  return {
    openSession: async (configuration) => {
      const { openSession } = await import('../salesforce/sign-in/session.ts')
      const { settings } = configuration
      const tokenVariable = settings['token-variable'].value
      const sources = {
        targetOrg: settings['target-org'].value,
        environment: {
          tokenVariable,
          accessToken: environment[tokenVariable] ?? '',
          instanceUrl: settings['instance-url'].value,
        },
        addressFromEnvironment: settings['instance-url'].origin.from === 'environment',
        store: configuration.profileFolder === undefined ? undefined : await storeOf(configuration),
      }
      return await openSession(sources, environmentFor(configuration))
    },
    storedLogin: async ({ profileFolder }) => {
      if (profileFolder === undefined) return undefined
      const { readLoginRecord } = await import('../config/secrets/login-files.ts')
      return await readLoginRecord(profileFolder)
    },
    signIn: async (request, configuration, talk) => {
      const { signIn } = await import('../salesforce/sign-in/sign-in.ts')
      return await signIn(request, {
        ...environmentFor(configuration),
        store: await storeOf(configuration),
        talk,
        now: () => new Date(),
      })
    },
    signOut: async (configuration) => {
      const { signOut } = await import('../salesforce/sign-in/sign-in.ts')
      return await signOut(await storeOf(configuration), environmentFor(configuration))
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
