// Source: SalesScreen's help centre; collected in one place because screens move.

/** Where the switch for automatic sync is; in some companies only the SalesScreen representative can set it. */
export const autoSyncPlace =
  'Manage > Settings > Integrations > Manage Salesforce > "Automatically sync users" (or ask your SalesScreen representative)'

/** Where the Salesforce integration is initialised. */
export const integrationPlace = 'Manage > Settings > Integrations > Manage Salesforce'
