// Makes the pictures of the README in docs/pictures: what a terminal shows while the built program runs, and the page of `report`.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { spawn } from '@lydell/node-pty'
import xterm, { type Terminal } from '@xterm/headless'
import { hintText } from '../src/app/hints.ts'
import { reportPage } from '../src/report/report-page.ts'
import { aBrowser, withOneFont } from '../test/support/browser.ts'
import { aReport } from '../test/support/report-facts.ts'
import { ownEnvironment } from '../test/support/sfsync.ts'
import { schemes, terminalPicture } from './terminal-picture.ts'

const root = join(import.meta.dirname, '..')

/** Where the pictures are. */
export const pictureFolder = join(root, 'docs', 'pictures')

/** A terminal that is drawn, on the sample org. Nothing in it may be a time. */
interface TerminalScene {
  readonly name: string
  /** What it shows, for those who do not see it. */
  readonly title: string
  readonly columns: number
  readonly rows: number
  /** Commands before those that are shown. */
  readonly before?: string
  /** What is typed, one command a line. */
  readonly typed: readonly string[]
  /** The last command goes on until it shows this. */
  readonly until?: string
}

/** Most of the sales teams of the sample org, some of them entered in SalesScreen. */
const company = `cat > people.csv <<'end'
email,name,team,salesforceUserId
ada.lovelace@acme.example,Ada Lovelace,Sales North,0055g0000004C92AAE
grace.hopper@acme.example,Grace Hopper,Sales North,0055g0000004COnAAM
hedy.lamarr@acme.example,Hedy Lamarr,Sales North,0055g0000004FC8AAM
margaret.hamilton@acme.example,Margaret Hamilton,Sales North,0055g0000004FRtAAM
annie.easley@acme.example,Annie Easley,Inside Sales,0055g0000004EB6AAM
barbara.liskov@acme.example,Barbara Liskov,Inside Sales,0055g0000004EQrAAM
max.power@acme.example,Max Power,Inside Sales,
dorothy.vaughan@acme.example,Dorothy Vaughan,Sales South,0055g0000004DfaAAE
katherine.johnson@acme.example,Katherine Johnson,Sales South,0055g0000004DPpAAM
mary.jackson@acme.example,Mary Jackson,Sales South,0055g0000004DvLAAU
kim.larsen@acme.example,Kim Larsen,Sales South,
ase.odegard@acme.example,Åse Ødegård,Sales EMEA,0055g0000004GDAAA2
ipek.yildiz@acme.example,İpek Yıldız,Sales EMEA,0055g0000004HECAA2
zoe.nunez@acme.example,Zoë Núñez,Sales EMEA,
hanako.yamada@acme.example,花子 山田,Sales APAC,0055g0000004HzTAAU
end
{
  sfsync import people.csv --create-team --yes --new
  sfsync todo done --team "Sales North"
  sfsync todo done --team "Sales South"
  sfsync todo done ase.odegard@acme.example annie.easley@acme.example
} >/dev/null 2>&1
`

const scenes: readonly TerminalScene[] = [
  {
    name: 'demo',
    title:
      'A terminal in which sfsync finds a Salesforce user, creates the SalesScreen user, maps the two, and undoes it',
    columns: 100,
    rows: 60,
    typed: [
      'sfsync sf-users find ada love -q',
      'sfsync create-user --from-sf 0055g0000004C92AAE --team "Sales North" --create-team',
      'sfsync map ada.lovelace@acme.example alan.turing@acme.example.prod',
      'sfsync map ada.lovelace@acme.example 0055g0000004C92AAE',
      'sfsync undo 2 --reason "wrong Ada"',
    ],
  },
  {
    name: 'review',
    title:
      'The screen of sfsync review: a SalesScreen user beside the Salesforce users who may be the same person',
    columns: 100,
    rows: 20,
    before: company,
    typed: ['sfsync review'],
    until: 'q quit',
  },
  {
    name: 'todo-walk',
    title:
      'The screen of sfsync todo walk: one thing to enter in SalesScreen, with its values and where to enter them',
    columns: 90,
    rows: 12,
    before: company,
    typed: ['sfsync todo walk ipek.yildiz@acme.example'],
    until: 'q quit',
  },
  {
    name: 'status-chart',
    title: 'Bars in a terminal: how many people show up in SalesScreen, by step, team and department',
    columns: 84,
    rows: 40,
    before: company,
    typed: ['sfsync status --chart'],
  },
]

/** The pictures of terminals, by the name of their file. */
export async function terminalPictures(): Promise<Readonly<Record<string, string>>> {
  const drawn: Record<string, string> = {}
  for (const scene of scenes) {
    const terminal = await terminalAfter(scene)
    drawn[`${scene.name}-light.svg`] = terminalPicture(terminal, scene.title, schemes.light)
    drawn[`${scene.name}-dark.svg`] = terminalPicture(terminal, scene.title, schemes.dark)
  }
  return drawn
}

/** The pictures of the page, by the name of their file. */
export async function pagePictures(): Promise<Readonly<Record<string, Buffer>>> {
  const folder = await mkdtemp(join(tmpdir(), 'sfsync-picture-'))
  const browser = await aBrowser(await withOneFont())
  try {
    const file = join(folder, 'report.html')
    await writeFile(
      file,
      reportPage(aReport(), { typed: (hint) => hintText(hint), recorded: (command) => command }),
    )
    const drawn: Record<string, Buffer> = {}
    for (const scheme of ['light', 'dark'] as const) {
      const page = await browser.newPage()
      await page.setViewport({ width: 900, height: 1180 })
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
      await page.goto(pathToFileURL(file).href)
      drawn[`report-${scheme}.png`] = Buffer.from(await page.screenshot())
    }
    return drawn
  } finally {
    await browser.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/** A terminal in which the commands have run in a real pseudo-terminal. */
async function terminalAfter({ columns, rows, before = '', typed, until }: TerminalScene): Promise<Terminal> {
  const home = await mkdtemp(join(tmpdir(), 'sfsync-picture-'))
  try {
    const shown = typed.map(
      (command) => `printf '\\033[2m$\\033[0m \\033[1m%s\\033[0m\\n' '${command}'\n${command}\n`,
    )
    await writeFile(join(home, 'typed.sh'), before + shown.join("printf '\\n'\n"))
    const environment = ownEnvironment(home, {
      SFSYNC_PROFILE: 'demo',
      // No one is there to answer; a screen is no question.
      ...(until === undefined ? { SFSYNC_INPUT: 'false' } : {}),
      SFSYNC_PAGER: '',
      TERM: 'xterm-256color',
    })
    const path = [join(root, 'node_modules', '.bin'), environment['PATH']].join(delimiter)
    const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true })
    const child = spawn('sh', ['typed.sh'], {
      cols: columns,
      rows,
      cwd: home,
      env: { ...environment, PATH: path },
    })
    const written: Promise<void>[] = []
    const finished = Promise.withResolvers<void>()
    const draw = async (data: string) => {
      await new Promise<void>((resolve) => terminal.write(data, resolve))
      if (until !== undefined && textOf(terminal).includes(until)) finished.resolve()
    }
    const listener = child.onData((data) => {
      written.push(draw(data))
    })
    child.onExit(() => finished.resolve())
    await finished.promise
    // A screen that is closed is cleared.
    if (until !== undefined) listener.dispose()
    await Promise.all(written)
    child.kill('SIGKILL')
    return terminal
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

function textOf({ buffer: { active } }: Terminal): string {
  return Array.from({ length: active.length }, (_, line) => active.getLine(line)?.translateToString()).join(
    '\n',
  )
}

if (import.meta.main) {
  await mkdir(pictureFolder, { recursive: true })
  const all = { ...(await terminalPictures()), ...(await pagePictures()) }
  for (const [name, content] of Object.entries(all)) await writeFile(join(pictureFolder, name), content)
}
