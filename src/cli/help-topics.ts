import { exitCodeMeanings, exitCodes } from '../app/exit-codes.ts'
import { configurationKeys } from '../config/keys.ts'
import { wrapped } from './output/text.ts'

/** A piece of a help topic. Commands, flags and names to type are in backticks, which terminals do not show. */
export type HelpBlock =
  /** A paragraph. */
  | string
  /** Terms with their meanings, as a list in a terminal and as a table in Markdown. */
  | { readonly headings: readonly [string, string]; readonly terms: readonly (readonly [string, string])[] }
  /** Lines to type or to write into a file, never wrapped. */
  | { readonly lines: readonly string[] }

/** What `sfsync help <name>` explains besides the commands. */
export interface HelpTopic {
  readonly name: string
  /** One line for the list of topics. */
  readonly summary: string
  readonly body: readonly HelpBlock[]
}

/** Every help topic, in the order in which they are listed. */
export const helpTopics: readonly HelpTopic[] = [
  {
    name: 'exit-codes',
    summary: 'what each exit code means',
    body: [
      {
        headings: ['Code', 'Meaning'],
        terms: Object.entries(exitCodes).map(([name, code]) => [String(code), meaningOf(name)]),
      },
      'A change that the ledger already contains is a success: scripts can run the same command twice.',
      '`sfsync try` ends with the exit code of a script that failed: 127 if the program was not found, 128 plus the number of the signal if a signal ended it. If a signal ends sfsync itself, the exit code is 143 for SIGTERM and 129 for SIGHUP.',
      'With `--json`, a failure prints one JSON document on standard output: an object with the key "error", which has "code", "message", "actions" and "rows".',
    ],
  },
  {
    name: 'environment',
    summary: 'the environment variables that sfsync reads',
    body: [
      'Each setting comes from the first of these places that has it: a flag, an environment variable, the `.sfsyncrc` of the project (this folder or the nearest one above it), the `.sfsyncrc` in your home folder, the default. `sfsync settings list --origin` shows where each value comes from.',
      {
        headings: ['Variable', 'Setting'],
        terms: configurationKeys.map(({ variable, name, meaning }) => [
          `\`${variable}\``,
          `\`${name}\`: ${meaning}`,
        ]),
      },
      'Secrets come from the environment, a file or standard input, never from a flag or a `.sfsyncrc`:',
      {
        headings: ['Variable', 'Secret'],
        terms: [
          [
            '`SF_ACCESS_TOKEN`',
            'the access token of the org; `token-variable` can name another variable, for example one for each profile',
          ],
          ['`SFSYNC_CLIENT_SECRET`', 'the client secret of your External Client App, for `sfsync login`'],
          ['`SFSYNC_JWT_KEY`', 'the private key (PEM) for signing in with a JWT, for `sfsync login`'],
          [
            '`SFSYNC_STORE_URL`',
            'the address of the ledger on a PostgreSQL server with its password; it wins over `SFSYNC_STORE`',
          ],
          [
            '`PGPASSWORD`, `PGPASSFILE`',
            'the password for that server, or a file with passwords (default: `~/.pgpass`); `sfsync settings password` saves one instead',
          ],
          ['`SFSYNC_SALESSCREEN_KEY`', 'the key for the API of SalesScreen, for `sfsync todo push`'],
          ['`SFSYNC_SALESSCREEN_KEY_FILE`', 'a file with that key, which only you may be able to read'],
        ],
      },
      'sfsync also honors these variables, which other programs share:',
      {
        headings: ['Variable', 'Effect'],
        terms: [
          [
            '`NO_COLOR`, `FORCE_COLOR`',
            'no colors; colors in pipes and files, too. `--color` and `SFSYNC_COLOR` win',
          ],
          [
            '`SFSYNC_PAGER`, `PAGER`',
            'the program that shows output longer than the terminal (default: less, with `LESS=FRX` unless `LESS` is set); empty or `cat` for none, as with `--no-pager`. Only commands that read use it',
          ],
          [
            '`LC_ALL`, `LC_CTYPE`, `LANG`',
            'a locale without UTF-8, as well as `TERM=linux` and `TERM=dumb`: symbols in ASCII on a terminal',
          ],
          [
            '`FORCE_HYPERLINK`',
            '1 or 0: Salesforce User IDs in tables on a terminal are links to the record, or are not; by default where the terminal is known to have links',
          ],
          [
            '`SFSYNC_FORCE_TTY`',
            'a number of columns: tables and messages are laid out as on a terminal of this width, also in a pipe or a file; for pictures and for the log of a build',
          ],
          ['`CI`', 'never ask questions'],
          [
            '`TZ`',
            'the time zone of `--since`, `--until`, "today" and of days on which decisions expire (default: that of this machine)',
          ],
          ['`TERM=dumb`', 'no colors, questions, progress bars or pager'],
          [
            '`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`',
            'the proxy to Salesforce, and hosts to reach without it',
          ],
          ['`NODE_EXTRA_CA_CERTS`', "a file with your company's own certificates"],
          ['`XDG_DATA_HOME`', 'the folder for ledgers and logins; must be an absolute path'],
          [
            '`XDG_CACHE_HOME`, `NODE_COMPILE_CACHE`',
            'the folder for the compile cache, which makes sfsync start faster',
          ],
        ],
      },
      '`SFSYNC_SALESSCREEN_URL` is another address of the API of SalesScreen, for tests; it must begin with https:// or be on this machine.',
      '`sfsync try` sets `SFSYNC_TRY` for the script that it runs. Do not set it yourself.',
    ],
  },
  {
    name: 'formats',
    summary: 'output formats, columns, and what goes to which stream',
    body: [
      '`--format` selects the output format; `--json` is short for `--format json`. The default is a table. To change the default, set `format` in `.sfsyncrc`.',
      {
        headings: ['Format', 'Output'],
        terms: [
          ['`table`', 'for people: fits the width of the terminal, and is never cut in a pipe or a file'],
          [
            '`json`',
            'one document: lists are arrays, `show` prints an object, a command that writes prints its result',
          ],
          ['`ndjson`', 'one JSON object per line, for long lists'],
          [
            '`csv`, `tsv`',
            'a header line and one row per line; text that a spreadsheet would run as a formula starts with an apostrophe, which sfsync leaves out when it reads the file',
          ],
          [
            '`xlsx`',
            'an Excel workbook with the rows of CSV, for a file: the header is frozen and has a filter, and text stays text',
          ],
          [
            '`markdown`',
            'for pull requests and mails: the table in Markdown. Nothing in a name is markup, a link or a mention there, and it always fits into a comment on GitHub: what has no room is counted. `plan` and `check` add a headline, and fold what is long; a failure is a document as well, with a table of its problems',
          ],
          ['`ids`', 'only the IDs, one per line'],
        ],
      },
      '`--output <file>` writes the result to a new file, whole or not at all, in the format that its name ends in: `--output users.xlsx`, `--output plan.md`. Workbooks are read as well: `sfsync help files`.',
      'An empty list is a valid document: `[]`, or just the header line. JSON keys are in camel case. Times are ISO 8601 in UTC in every format for programs; times in tables and messages are in your time zone, like those of `--since` and `--until`. Lists are in a fixed order that each command documents.',
      '`--columns` selects columns and their order, by key or by heading: `--columns name,email`. Salesforce IDs are never cut or wrapped.',
      'A command that writes prints the numbered change set, its changes, warnings and what to do next; `notices` are there if something was already as asked for:',
      { lines: ['{ "changeSet": 3, "changes": [...], "warnings": [...], "next": [...] }'] },
      '"changeSet" is null after `--dry-run` and when there was nothing to change.',
      'Results go to standard output. Counts, warnings, hints, progress and questions go to standard error, so a pipe or a file gets only the result. `--quiet` hides counts, notices and hints; warnings and errors always appear.',
    ],
  },
  {
    name: 'files',
    summary: 'the files that sfsync reads and writes',
    body: [
      'Every command that reads a file also reads standard input, named `-`. Encoding, separator, sheet and header line are detected; `--encoding`, `--separator` and `--sheet` set them.',
      {
        headings: ['File', 'Read and written by'],
        terms: [
          [
            'Users report',
            '`sf-users import`: a Salesforce report exported as CSV or Excel, or another table with a column of Salesforce User IDs. Column labels are known in the languages of Salesforce',
          ],
          [
            'table',
            '`import`, `plan`, and `--file` of `map`, `unmap`, `create-user` and `assign-team`: a workbook (XLSX or ODS), CSV, TSV or NDJSON with columns such as Email, Name, First name, Last name, Nickname, Team, Salesforce User ID or External ID',
          ],
          [
            'roster',
            '`plan`: YAML or a table that lists who belongs on which team, and which Salesforce user each is. No user loses anything without `--prune`',
          ],
          [
            'review sheet',
            '`export --for-review` writes it, `import` reads it back: fill in the column Decision with map, new, later, never or keep. As a workbook (`review.xlsx`) it offers these words, and protects the keys of its rows',
          ],
          [
            'failed rows',
            '`--failed` with `--keep-going` writes them, each with its problem, as a workbook if the name ends in `.xlsx`: fix the rows and import the file',
          ],
          [
            'plan',
            '`plan --out` writes it, `apply` reads it: one change per line with its preconditions, and a digest over all of it',
          ],
          [
            'dump',
            '`dump` writes it, `load` reads it: the ledger as sorted NDJSON, byte for byte the same for the same content',
          ],
          [
            'backup',
            '`backup` writes it: a checked SQLite copy of the whole ledger, for `restore` or for use with `--store`',
          ],
        ],
      },
      'Headings are matched without regard to letter case, accents, spaces and punctuation. A file is checked as a whole before anything is written: either all of its rows are applied, as one change set, or none are. `--keep-going` applies the valid rows and leaves the others out.',
      'sfsync replaces an existing file only if it is of the same kind, and never replaces the ledger or its own input.',
      'The ledger is one SQLite file per profile, or one schema per profile on a PostgreSQL server. `sfsync settings path` shows where the ledger and the configuration files are. Each configuration key is explained in `.sfsyncrc.example`.',
    ],
  },
  {
    name: 'salesforce-ids',
    summary: 'which forms of a Salesforce User ID are accepted, and how they are checked',
    body: [
      'Wherever a command expects a Salesforce user, you can type:',
      {
        headings: ['Form', 'What sfsync does with it'],
        terms: [
          ['18 characters', 'checks that the last three characters match the letter case of the others'],
          ['15 characters', 'completes it to 18 characters; letter case must be right'],
          ['record address', 'takes the ID from the link in the browser, Lightning or Classic'],
          [
            'Salesforce username',
            'finds the user in the directory; a username looks like an e-mail address but often is not one',
          ],
          ['e-mail address or full name', 'in a command, not in a file: finds the only user who has it'],
        ],
      },
      'A Salesforce User ID starts with 005. sfsync names the kind of record when an ID starts with something else, such as 003 for a contact.',
      'Upper and lower case matter: 0055g0000004C92 and 0055G0000004C92 are two users. In an 18-character ID, lost letter case is restored from the last three characters. A 15-character ID with lost case is refused if the directory has a user with the same letters.',
      'Spreadsheets damage IDs: leading zeros disappear, and some IDs turn into numbers such as 5.5E+12. Format the column as text before you paste or import.',
      'IDs are stored and printed in the 18-character form. One Salesforce user is mapped to at most one SalesScreen user, and the other way around.',
    ],
  },
  {
    name: 'matching',
    summary: 'how suggest and review find matches, and what the classes mean',
    body: [
      '`sfsync suggest` compares SalesScreen users who are not mapped with Salesforce users who are not mapped, and lists the best candidates with a score from 0 to 1, the gap to the runner-up, and the evidence. It never maps anyone by itself. A score is the probability that the two are one person, with everyone else on both sides taken into account: of a hundred candidates that score 0.9, ninety are right.',
      {
        headings: ['Class', 'Meaning'],
        terms: [
          [
            'sure',
            'practically certain (0.999 or more), with an address that only this person has, and nothing that blocks the candidate',
          ],
          ['likely', '0.8 or more, or practically certain but blocked; look before you map'],
          [
            'unclear',
            'something speaks for the candidate, such as the same e-mail address, but not enough; it takes a decision',
          ],
          ['none', 'no candidate is good enough'],
        ],
      },
      'A blocker keeps a candidate from being sure, whatever the score: the Salesforce user is inactive, frozen or not a person, the e-mail address is shared, or more than one user has the name.',
      '`sfsync suggest --explain` shows in bits what speaks for and against a candidate: each bit doubles the odds. To be stricter or less strict, set the least score of each class:',
      { lines: ['match-rules = "sure=0.9995, likely=0.9, unclear=0.1"'] },
      '`--accept` maps every suggestion that meets a condition, as one change set. A condition compares score, gap and class with `>=`, `>`, `<=`, `<`, `=` and `!=`, and combines comparisons with `and`, `or`, `not` and parentheses. Candidates with a blocker are accepted only if the condition names a class. A suggestion that `map` would ask about is skipped, by name and with the flag that lets it through.',
      { lines: ["sfsync suggest --accept 'score>=0.97 and gap>=0.15' --dry-run"] },
      '`sfsync review` shows the suggestions one by one and takes a key for each decision. `sfsync reject` records that two users are not the same person; they are not suggested again, and `map` asks for `--allow-rejected`.',
    ],
  },
  {
    name: 'scripting',
    summary: 'how to use sfsync in scripts and CI jobs',
    body: [
      'Every question has a flag. sfsync asks only if standard input and standard error are terminals, and never with `--no-input` or `CI`. Otherwise a command that needs an answer fails at once and names the missing flag. After you have answered questions, sfsync prints the equivalent command.',
      'Running a command twice does no harm: if the ledger already contains the change, the command succeeds and writes nothing. Put `--reason` on changes to keep the why with them.',
      {
        lines: [
          'while read -r email id; do',
          '  sfsync map "$email" "$id" --reason "spring intake" || echo "check $email"',
          'done <people.txt',
        ],
      },
      'For many users, a file is faster and safer than a loop: `sfsync import people.csv` checks all rows first and writes one change set.',
      {
        headings: ['To', 'Use'],
        terms: [
          ['see what a command would do', '`--dry-run`, on every command that writes'],
          [
            'review a change before it happens',
            '`sfsync plan people.csv --out monday.plan`, then `sfsync apply monday.plan`',
          ],
          ['try a whole script on a copy of the ledger', '`sfsync try -- sh monday.sh`'],
          ['branch on the result', 'the exit code: `sfsync help exit-codes`'],
          ['read the result', '`--json`, `--format ids`: `sfsync help formats`'],
          [
            'get mail when something changed',
            '`sfsync check` in cron: it prints nothing if there is nothing to report',
          ],
          ['write a script that repeats past changes', '`sfsync history --as-script`'],
        ],
      },
      'One run may take a mapping, a team or an account away from a limited number of users only (`removal-limit`, `removal-percent`). Beyond that it stops with exit code 7; to go on, type the exact number: `--allow-removals 14`. The same limit holds for `sf-users refresh`, of the Salesforce users that it would drop from the directory.',
      '`--profile demo` makes every command work on the built-in sample org, without an account: useful for testing a script.',
    ],
  },
  {
    name: 'third-party',
    summary: 'the packages inside sfsync and their licenses',
    body: [
      '`sfsync help third-party` prints the name, version and license text of everything in sfsync that others have written. An installed package has the same text in `dist/THIRD-PARTY-NOTICES.txt`.',
    ],
  },
]

function meaningOf(name: string): string {
  return new Map(Object.entries(exitCodeMeanings)).get(name) ?? ''
}

/** A topic as lines for a terminal, none wider than `width` unless it is to be typed or is one long word. */
export function helpTopicText({ name, summary, body }: HelpTopic, width: number): string {
  const blocks = body.map((block) => blockLines(block, width).join('\n'))
  return `${[...wrapped(`${name}: ${summary}`, width, ''), ''].join('\n')}\n${blocks.join('\n\n')}\n`
}

function blockLines(block: HelpBlock, width: number): string[] {
  if (typeof block === 'string') return wrapped(unquoted(block), width, '')
  if ('lines' in block) return block.lines.map((line) => `  ${line}`)
  return block.terms.flatMap(([term, meaning]) => termLines(unquoted(term), unquoted(meaning), block, width))
}

// Beside the term where all terms are short, else below it.
function termLines(
  term: string,
  meaning: string,
  { terms }: { readonly terms: readonly (readonly [string, string])[] },
  width: number,
): string[] {
  const column = Math.max(...terms.map(([each]) => unquoted(each).length)) + 4
  if (column > widestTerm) return [...wrapped(term, width, '  '), ...wrapped(meaning, width, '      ')]
  const [first = '', ...others] = wrapped(meaning, width, ' '.repeat(column))
  return [`  ${term.padEnd(column - 2)}${first.slice(column)}`, ...others]
}

const widestTerm = 24

function unquoted(text: string): string {
  return text.replaceAll('`', '')
}
