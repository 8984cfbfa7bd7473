/** One invented person, with what is unusual about them. */
export interface DemoPerson {
  readonly first: string | null
  readonly last: string
  /** Before the @ of e-mail address and username. */
  readonly login: string
  readonly department: string | null
  readonly email?: string | null
  readonly active?: false
  readonly type?: string
  readonly profile?: string | null
  readonly role?: string | null
  readonly title?: string
  readonly manager?: string
  readonly lastLoginAt?: string | null
}

const north = 'Sales North'
const south = 'Sales South'
const inside = 'Inside Sales'
const support = 'Support'

/** The sample org: invented people with the oddities of real orgs. The order fixes the IDs: only append. */
export const demoPeople: readonly DemoPerson[] = [
  { first: 'Ada', last: 'Lovelace', login: 'ada.lovelace', department: north, title: 'Account Executive' },
  { first: 'Grace', last: 'Hopper', login: 'grace.hopper', department: north, title: 'Sales Manager' },
  { first: 'Alan', last: 'Turing', login: 'alan.turing', department: north, active: false },
  { first: 'Kim', last: 'Larsen', login: 'kim.larsen', department: south },
  { first: 'Kim', last: 'Larsen', login: 'kim.larsen2', department: inside },
  {
    first: 'Katherine',
    last: 'Johnson',
    login: 'katherine.johnson',
    department: south,
    title: 'Account Executive',
  },
  { first: 'Dorothy', last: 'Vaughan', login: 'dorothy.vaughan', department: south, title: 'Sales Manager' },
  { first: 'Mary', last: 'Jackson', login: 'mary.jackson', department: south, manager: 'Dorothy Vaughan' },
  { first: 'Annie', last: 'Easley', login: 'annie.easley', department: inside },
  { first: 'Barbara', last: 'Liskov', login: 'barbara.liskov', department: inside, title: 'Team Lead' },
  { first: 'Radia', last: 'Perlman', login: 'radia.perlman', department: support },
  { first: 'Frances', last: 'Allen', login: 'frances.allen', department: support, active: false },
  { first: 'Hedy', last: 'Lamarr', login: 'hedy.lamarr', department: north, manager: 'Grace Hopper' },
  {
    first: 'Margaret',
    last: 'Hamilton',
    login: 'margaret.hamilton',
    department: north,
    manager: 'Grace Hopper',
  },
  { first: 'Sinéad', last: "O'Brien", login: 'sinead.obrien', department: south },
  { first: 'Jean-Baptiste', last: 'Lefèvre-Dubois', login: 'jb.lefevre', department: 'Sales EMEA' },
  { first: 'Åse', last: 'Ødegård', login: 'ase.odegard', department: 'Sales EMEA', title: 'Sales Manager' },
  { first: 'Jürgen', last: 'Müller-Lüdenscheidt', login: 'juergen.mueller', department: 'Sales EMEA' },
  { first: 'Zoë', last: 'Núñez', login: 'zoe.nunez', department: 'Sales EMEA', manager: 'Åse Ødegård' },
  { first: 'Łukasz', last: 'Wójcik', login: 'lukasz.wojcik', department: 'Sales EMEA' },
  { first: 'İpek', last: 'Yıldız', login: 'ipek.yildiz', department: 'Sales EMEA' },
  { first: 'Ольга', last: 'Ладыженская', login: 'olga.ladyzhenskaya', department: 'Sales EMEA' },
  { first: 'Υπατία', last: 'Αλεξανδρινή', login: 'hypatia', department: 'Sales EMEA' },
  {
    first: '花子',
    last: '山田',
    login: 'hanako.yamada',
    department: 'Sales APAC',
    title: 'Account Executive',
  },
  { first: '健雄', last: '吳', login: 'chienshiung.wu', department: 'Sales APAC' },
  { first: '지수', last: '김', login: 'jisoo.kim', department: 'Sales APAC' },
  { first: 'مريم', last: 'ميرزاخاني', login: 'maryam.mirzakhani', department: 'Sales EMEA' },
  { first: 'Zoë'.normalize('NFD'), last: 'Brontë'.normalize('NFD'), login: 'zoe.bronte', department: inside },
  { first: 'Rocky 🚀', last: 'Balboa', login: 'rocky.balboa', department: inside, title: 'Closer 🥊' },
  { first: 'Max', last: 'Power', login: 'max.power', department: inside },
  {
    first: 'Wolfeschlegelsteinhausenbergerdorff',
    last: 'Featherstonehaugh-Cholmondeley-Marjoribanks',
    login: 'wolfe.featherstonehaugh',
    department: south,
    title: 'Senior Vice President of Worldwide Strategic Channel Partnerships',
  },
  { first: null, last: 'Cher', login: 'cher', department: south },
  { first: 'Sales', last: 'Desk One', login: 'sales.desk1', email: 'sales@acme.example', department: inside },
  { first: 'Sales', last: 'Desk Two', login: 'sales.desk2', email: 'sales@acme.example', department: inside },
  { first: 'Nora', last: 'Noprofile', login: 'nora.noprofile', profile: null, role: null, department: null },
  { first: 'Emil', last: 'Nomail', login: 'emil.nomail', email: null, department: support },
  {
    first: 'Sandy',
    last: 'Boxer',
    login: 'sandy.boxer',
    email: 'sandy.boxer@acme.example.invalid',
    department: support,
  },
  { first: 'Newton', last: 'Comer', login: 'newton.comer', department: north, lastLoginAt: null },
  { first: 'Lena', last: 'Leaver', login: 'lena.leaver', department: north, active: false },
  {
    first: 'Otto',
    last: 'Longgone',
    login: 'otto.longgone',
    department: null,
    active: false,
    lastLoginAt: '2019-03-04T08:00:00.000Z',
  },
  {
    first: 'Linus',
    last: 'Integration',
    login: 'integration.user',
    profile: 'Salesforce API Only System Integrations',
    department: null,
  },
  {
    first: null,
    last: 'Automated Process',
    login: 'autoproc',
    type: 'AutomatedProcess',
    profile: null,
    email: 'autoproc@00d5g0000000dem',
    department: null,
  },
  {
    first: null,
    last: 'Platform Integration User',
    login: 'cloudintegration',
    type: 'CloudIntegrationUser',
    profile: null,
    email: 'noreply@00d5g0000000dem',
    department: null,
  },
  {
    first: null,
    last: 'Partner Community Site Guest User',
    login: 'partner.guest',
    type: 'Guest',
    profile: 'Partner Community Profile',
    department: null,
  },
  {
    first: 'Paula',
    last: 'Partner',
    login: 'paula.partner',
    email: 'paula@partner.example',
    type: 'PowerPartner',
    profile: 'Partner Community User',
    department: null,
  },
  {
    first: 'Carl',
    last: 'Customer',
    login: 'carl.customer',
    email: 'carl@customer.example',
    type: 'CSPLitePortal',
    profile: 'Customer Portal User',
    department: null,
  },
  {
    first: 'Cora',
    last: 'Customer',
    login: 'cora.customer',
    email: 'cora@customer.example',
    type: 'CustomerSuccess',
    profile: 'Customer Community User',
    department: null,
  },
  {
    first: 'Charlie',
    last: 'Chatter',
    login: 'charlie.chatter',
    type: 'CsnOnly',
    profile: 'Chatter Free User',
    department: support,
  },
]
