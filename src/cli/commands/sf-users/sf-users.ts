import { defineGroup } from '../../command.ts'
import { sfUsersImportCommand } from './import.ts'
import { sfUsersFindCommand, sfUsersFrozenCommand, sfUsersListCommand, sfUsersShowCommand } from './list.ts'
import { sfUsersLogCommand } from './log.ts'
import { sfUsersRefreshCommand } from './refresh.ts'

export const sfUsersCommands = defineGroup({
  name: 'sf-users',
  description: 'step 2: find Salesforce users and their IDs',
  examples: [{ command: 'sfsync sf-users find ada', purpose: 'find a Salesforce User ID' }],
  commands: [
    sfUsersListCommand,
    sfUsersFindCommand,
    sfUsersShowCommand,
    sfUsersFrozenCommand,
    sfUsersImportCommand,
    sfUsersRefreshCommand,
    sfUsersLogCommand,
  ],
})
