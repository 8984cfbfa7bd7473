// Providers by the first part of their domains, in any country.
const providers: ReadonlySet<string> = new Set(
  `
  gmail googlemail outlook hotmail live msn yahoo ymail icloud me mac aol gmx proton protonmail pm fastmail zoho
  yandex mail inbox web t-online freenet orange free wanadoo laposte libero virgilio tiscali alice uol bol terra
  naver daum hanmail qq 163 126 sina foxmail rediffmail seznam centrum wp o2 onet interia op abv freemail
  citromail ziggo kpnmail planet home hetnet telenet skynet bluewin online comcast verizon att sbcglobal cox
  btinternet sky virginmedia talktalk bigpond optusnet xtra getmail broadpark epost telia comhem bredband jubii
  stofanet sfr neuf tin posteo mailbox tutanota tuta hey list bk rambler ukr rogers shaw ig
  `
    .trim()
    .split(/\s+/),
)

// The name before com, de or co.uk: mail.acme.com is of a company.
const publicSuffix = /^([^.]+)\.(?:(?:com?|net|org|ne|or|go|ac)\.[a-z]{2}|[a-z]+)$/

/** Whether anyone can get an address in a domain, so that it says nothing about a company. */
export function isFreeMail(domain: string): boolean {
  return providers.has(publicSuffix.exec(domain)?.[1] ?? '')
}
