import { type ProblemKind, problemKinds } from '../../core/batch/problem-kinds.ts'

/** How rows of one kind of problem are said in few words. */
export interface KindTexts {
  /** What is wrong with one of them, and with several. */
  readonly says: readonly [one: string, many: string]
  /** What follows: the values, which say it all; the lines, which do; or some of the rows, each with its own reason. */
  readonly lists: 'values' | 'lines' | 'rows'
}

const values = (one: string, many: string): KindTexts => ({ says: [one, many], lists: 'values' })
const lines = (one: string, many: string): KindTexts => ({ says: [one, many], lists: 'lines' })
const rows = (one: string, many: string): KindTexts => ({ says: [one, many], lists: 'rows' })

const texts: Readonly<Record<ProblemKind, KindTexts>> = {
  'no such team': values('team does not exist', 'teams do not exist'),
  'no team in the row': lines('row has no team', 'rows have no team'),
  'on another team': rows('user is on another team', 'users are on another team'),
  'no such SalesScreen user': values('SalesScreen user does not exist', 'SalesScreen users do not exist'),
  'no user in the row': lines('row names no user', 'rows name no user'),
  'no SalesScreen user in the row': lines('row has no SalesScreen user', 'rows have no SalesScreen user'),
  'ambiguous user name': rows('user name is ambiguous', 'user names are ambiguous'),
  'new user without a name': values('new user has no name', 'new users have no name'),
  'no name in the row': lines('row has no name', 'rows have no name'),
  'unknown state': values('state is unknown', 'states are unknown'),
  'not an e-mail address': rows('value is not an e-mail address', 'values are not e-mail addresses'),
  'may exist already': rows('new user may exist already', 'new users may exist already'),
  'existing users': rows('user already exists', 'users already exist'),
  'not a Salesforce user': rows('Salesforce User ID cannot be used', 'Salesforce User IDs cannot be used'),
  'no Salesforce user in the row': lines('row has no Salesforce user', 'rows have no Salesforce user'),
  'unknown usernames': values('Salesforce username is unknown', 'Salesforce usernames are unknown'),
  'not known in Salesforce': rows('row cannot be checked', 'rows cannot be checked'),
  'not in the Salesforce directory': rows(
    'Salesforce user is not in the directory',
    'Salesforce users are not in the directory',
  ),
  'inactive or frozen in Salesforce': rows(
    'Salesforce user is inactive or frozen',
    'Salesforce users are inactive or frozen',
  ),
  'not a person': rows('Salesforce user is not a person', 'Salesforce users are not people'),
  'may be someone else': rows('row may name someone else', 'rows may name someone else'),
  'mapped to another Salesforce user': rows(
    'user is mapped to another Salesforce user',
    'users are mapped to another Salesforce user',
  ),
  'Salesforce user already mapped': rows(
    'Salesforce user is already mapped',
    'Salesforce users are already mapped',
  ),
  'SalesScreen user already mapped': rows(
    'SalesScreen user is already mapped',
    'SalesScreen users are already mapped',
  ),
  'rejected match': rows('match was rejected', 'matches were rejected'),
  'would lose a mapping': rows('user would lose the mapping', 'users would lose the mapping'),
  'needs confirmation': rows('row needs confirmation', 'rows need confirmation'),
  'not possible': rows('row is not possible', 'rows are not possible'),
  'columns that contradict each other': rows(
    'row contradicts itself',
    'rows have columns that contradict each other',
  ),
  'lines that contradict each other': rows('line contradicts another one', 'lines contradict each other'),
  'lines that cannot be read': rows('line cannot be read', 'lines cannot be read'),
  'damaged cells': rows('row has a damaged cell', 'rows have damaged cells'),
  'names with a comma': rows('name has a comma', 'names have a comma'),
  'another system': rows('row is about another system', 'rows are about another system'),
  'unknown decision': rows('decision is unknown', 'decisions are unknown'),
  'added rows': lines('row was added after the export', 'rows were added after the export'),
  'repeated rows': rows('row is repeated', 'rows are repeated'),
  'outdated rows': rows('row is outdated', 'rows are outdated'),
}

/** What is said about a kind of problems; undefined for the other headings of rows. */
export function kindTexts(group: string | undefined): KindTexts | undefined {
  const kind = problemKinds.find((each) => each === group)
  return kind === undefined ? undefined : texts[kind]
}
