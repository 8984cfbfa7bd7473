import { SfsyncError } from '../../core/errors.ts'
import type { SecretText } from '../../salesforce/sign-in/key-file.ts'
import type { SignInRequest } from '../../salesforce/sign-in/sign-in.ts'
import type { SignInWay } from '../../salesforce/session.ts'
import type { Context } from '../context.ts'
import { Answers } from './answers.ts'
import { appAdvice } from './app-advice.ts'
import { clientSecretVariable, jwtKeyVariable } from './choose-way.ts'
import type { LoginOptions } from './login-options.ts'

/** All that a way to sign in takes, with what was asked for along the way. */
export interface AskedRequest {
  readonly request: SignInRequest
  /** The flags that say the same, where something was asked for. */
  readonly words: readonly string[]
  readonly asked: boolean
}

const clientIdQuestion = {
  flag: '--client-id',
  message: 'Client id (Consumer Key) of your External Client App',
  actions: appAdvice,
} as const

/** Settles everything that a way needs: flag, else setting or environment, else a question; else throws `usage` with the flag. */
export async function signInRequest(
  way: SignInWay,
  options: LoginOptions,
  context: Context,
): Promise<AskedRequest> {
  const answers = new Answers(context, way)
  const request = await requestOf(way, options, context, answers)
  return { request, words: answers.words, asked: answers.asked }
}

async function requestOf(
  way: SignInWay,
  options: LoginOptions,
  context: Context,
  answers: Answers,
): Promise<SignInRequest> {
  const { settings } = context.configuration
  const setting = (name: keyof typeof settings) => settings[name].value || undefined
  const clientId = async () => await answers.text(options.clientId ?? setting('client-id'), clientIdQuestion)
  const loginUrl = options.loginUrl ?? settings['login-url'].value
  switch (way) {
    case 'sf-cli': {
      const targetOrg = await answers.text(options.targetOrg ?? setting('target-org'), {
        flag: '--target-org',
        message: 'Alias or username of the org in the Salesforce CLI',
        actions: ['see them all: sf org list'],
      })
      return { way, targetOrg }
    }
    case 'environment': {
      const tokenVariable = settings['token-variable'].value
      return {
        way,
        tokenVariable,
        accessToken: context.parts.environment[tokenVariable] ?? '',
        instanceUrl: options.instanceUrl ?? settings['instance-url'].value,
      }
    }
    case 'jwt': {
      const id = await clientId()
      const username = await answers.text(options.username ?? setting('username'), {
        flag: '--username',
        message: 'Salesforce username to sign in as',
        actions: [],
      })
      const key = await keyOf(options.jwtKeyFile, setting('jwt-key-file'), context, answers)
      return { way, loginUrl, clientId: id, username, ...key }
    }
    case 'client-credentials': {
      const id = await clientId()
      const address = await answers.text(options.instanceUrl ?? options.loginUrl ?? setting('instance-url'), {
        flag: '--instance-url',
        message: 'My Domain address of the org (https://acme.my.salesforce.com)',
        actions: ['this flow works at the My Domain address of the org only'],
      })
      const clientSecret = await secretOf(options.clientSecretFile, context, answers)
      if (clientSecret === null)
        throw answers.missing('--client-secret-file', [`or set ${clientSecretVariable}`])
      return { way, loginUrl: address, clientId: id, clientSecret }
    }
    case 'browser': {
      return {
        way,
        loginUrl,
        clientId: await clientId(),
        clientSecret: await optionalSecret(options.clientSecretFile, context),
        port: options.port ?? Number(settings['callback-port'].value),
        seconds: Number(settings['sign-in-seconds'].value),
      }
    }
  }
}

async function keyOf(
  flag: string | undefined,
  configured: string | undefined,
  context: Context,
  answers: Answers,
): Promise<{ readonly privateKey: string; readonly keyFile: string | null }> {
  const variable = context.parts.environment[jwtKeyVariable] ?? ''
  if (flag === undefined && configured === undefined && variable !== '') {
    context.parts.learnSecret(variable)
    return { privateKey: variable, keyFile: null }
  }
  const file = await answers.text(flag ?? configured, {
    flag: '--jwt-key-file',
    message: 'File with the private key (PEM)',
    actions: [`- reads it from standard input; or set ${jwtKeyVariable}`],
  })
  const { text } = await readPrivately(file, context)
  return { privateKey: text, keyFile: file === '-' ? null : file }
}

async function secretOf(
  file: string | undefined,
  context: Context,
  answers: Answers,
): Promise<string | null> {
  const given = await optionalSecret(file, context)
  return given ?? (await answers.secret('--client-secret-file', 'Client secret (Consumer Secret) of the app'))
}

async function optionalSecret(file: string | undefined, context: Context): Promise<string | null> {
  if (file !== undefined) return (await readPrivately(file, context)).text
  const variable = (context.parts.environment[clientSecretVariable] ?? '').trim()
  if (variable === '') return null
  context.parts.learnSecret(variable)
  return variable
}

async function readPrivately(file: string, context: Context): Promise<SecretText> {
  if (file === '-' && context.parts.stdinIsTerminal && !context.canAsk)
    throw new SfsyncError(
      'usage',
      'standard input is a terminal, where a secret would be seen while it is typed',
    )
  const given = await context.parts.readSecret(file)
  if (given.openToOthers) await context.warn(`others on this machine can read ${file}: chmod 600 ${file}`)
  return given
}
