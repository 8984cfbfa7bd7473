import inquirer from 'inquirer'
import { SfsyncError } from '../core/errors.ts'
import type { Choice, Prompts, TextQuestion } from '../app/ports.ts'
import { visible } from '../core/visible-text.ts'

/** Prompts by inquirer, drawn on stderr so that stdout carries only the result; the signal ends an open prompt. */
export function inquirerPrompts(interrupted: AbortSignal): Prompts {
  const prompt = inquirer.createPromptModule({ output: process.stderr, signal: interrupted })

  return {
    text: ({ message, initial, problem }: TextQuestion) =>
      answered(async () => {
        const { answer } = await prompt([
          {
            type: 'input',
            name: 'answer',
            message: visible(message),
            ...(initial === undefined ? {} : { default: initial }),
            validate: (text: string) => problem?.(text) ?? true,
          },
        ])
        return answer
      }),
    secret: (message) =>
      answered(async () => {
        const { answer } = await prompt([
          { type: 'password', name: 'answer', message: visible(message), mask: '*' },
        ])
        return answer
      }),
    yesNo: (message) =>
      answered(async () => {
        const { answer } = await prompt([
          { type: 'confirm', name: 'answer', message: visible(message), default: false },
        ])
        return answer
      }),
    choose: (message, choices) =>
      answered(async () => {
        const { answer } = await prompt([
          { type: 'select', name: 'answer', message: visible(message), choices: shown(choices), loop: false },
        ])
        return chosen(choices, answer)
      }),
    search: async (message, find) => {
      let latest: Awaited<ReturnType<typeof find>> = []
      return await answered(async () => {
        const { answer } = await prompt([
          {
            type: 'search',
            name: 'answer',
            message: visible(message),
            source: async (text: string | undefined) => {
              latest = await find(text ?? '')
              return shown(latest)
            },
          },
        ])
        return chosen(latest, answer)
      })
    },
  }
}

// Inquirer gets positions as values, so that the types of the choices stay the caller's.
function shown<T>(choices: readonly Choice<T>[]): { name: string; value: number; description?: string }[] {
  return choices.map(({ name, description }, value) => ({
    name: visible(name),
    value,
    ...(description === undefined ? {} : { description: visible(description) }),
  }))
}

function chosen<T>(choices: readonly Choice<T>[], position: number): T {
  const choice = choices[position]
  if (choice === undefined) throw new SfsyncError('interrupted', 'Nothing chosen.')
  return choice.value
}

async function answered<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name))
      throw new SfsyncError('interrupted', 'interrupted; nothing was changed', { cause: error })
    throw error
  }
}
