/** The way that works without the API, offered wherever the API does not. */
export const reportAction = 'without the API, read an exported report: sfsync sf-users import <report.csv>'

/** What to do when the token is no longer, or not, good. */
export const tokenAction = 'take a new token (sf org auth show-access-token) and set SF_ACCESS_TOKEN to it'
