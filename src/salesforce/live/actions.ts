/** The way that works without the API, offered wherever the API does not. */
export const reportAction = 'without the API, read an exported report: sfsync sf-users import <report.csv>'
