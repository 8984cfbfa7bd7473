/** One step of the demo: a title and the commands that it shows, without the leading `sfsync`. */
export interface DemoStep {
  readonly title: string
  readonly commands: readonly (readonly string[])[]
}

const ada = 'ada.lovelace@acme.example'
const grace = 'grace.hopper@acme.example'

/** The four steps on the sample org, with one thing going wrong and one taken back. */
export const demoSteps: readonly DemoStep[] = [
  {
    title: 'Step 1: automatic sync is off, and somebody has looked',
    commands: [
      ['settings', 'check'],
      ['settings', 'set', 'auto-sync', 'off'],
      ['settings', 'set', 'integration-initialised', 'yes'],
    ],
  },
  {
    title: 'Step 2: find the Salesforce User IDs',
    commands: [
      ['sf-users', 'list', '--search', 'a', '--limit', '6'],
      ['sf-users', 'find', 'kim', 'larsen'],
      ['sf-users', 'find', 'hopper', '--format', 'ids'],
    ],
  },
  {
    title: 'Step 3: the SalesScreen user exists and is on a team',
    commands: [
      ['create-user', '--from-sf', `${ada}.prod`, '--team', 'Sales North', '--create-team', '--dry-run'],
      ['create-user', '--from-sf', `${ada}.prod`, '--team', 'Sales North', '--create-team'],
      ['create-user', '--from-sf', `${grace}.prod`],
      ['assign-team', grace, 'sales nort'],
      ['assign-team', grace, 'Sales North'],
    ],
  },
  {
    title: 'Step 4: map the two',
    commands: [
      ['map', ada, `${ada}.prod`],
      ['map', grace, `${ada}.prod`],
      ['map', grace, `${grace}.prod`],
    ],
  },
  {
    title: 'Who shows up, who does not, and what to type next',
    commands: [
      ['status', '--limit', '8'],
      ['history', '--limit', '3'],
      ['undo', '7', '--reason', 'that was the other Grace'],
    ],
  },
]
