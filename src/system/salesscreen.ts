import type { SalesScreenAccess } from '../app/ports.ts'
import type { Configuration } from '../config/keys.ts'

/** What the API of SalesScreen needs of this machine. */
interface SalesScreenMachine {
  readonly environment: NodeJS.ProcessEnv
  readonly interrupted: AbortSignal
  readonly learn: (secret: string) => void
  /** Where the files beside a ledger are: a path to which endings are added. */
  readonly besideStore: (store: string) => Promise<string>
}

/** SalesScreen's public API on this machine; each part loads when it is first used. */
export function salesScreenDependencies({
  environment,
  interrupted,
  learn,
  besideStore,
}: SalesScreenMachine): SalesScreenAccess {
  const places = ({ settings, profileFolder: folder }: Configuration) => ({
    environment,
    folder,
    secretStore: settings['secret-store'].value,
    learn,
  })
  return {
    openSalesScreen: async (configuration, store, onWait) => {
      const { readApiKey } = await import('../config/secrets/api-key.ts')
      const key = await readApiKey(places(configuration))
      const { lockPush, pushFile } = await import('../ledger/sqlite/file-lock.ts')
      const { callApi } = await import('../salesscreen/api.ts')
      const { Pace } = await import('../salesscreen/pace.ts')
      const { settings } = configuration
      const place = await besideStore(store)
      const lock = lockPush(place)
      const access = {
        key,
        timeoutSeconds: Number(settings['timeout-seconds'].value),
        retrySeconds: Number(settings['retry-seconds'].value),
        interrupted,
        pace: new Pace(pushFile(place)),
        onWait,
      }
      return {
        addUser: async (call) => await callApi(call, access),
        close: () => lock.release(),
      }
    },
    saveApiKey: async (configuration, key) => {
      const { saveApiKey } = await import('../config/secrets/api-key.ts')
      return await saveApiKey(key, places(configuration))
    },
    removeApiKey: async (configuration) => {
      const { removeApiKey } = await import('../config/secrets/api-key.ts')
      return await removeApiKey(places(configuration))
    },
  }
}
