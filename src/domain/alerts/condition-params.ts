/** The parameters of an address that have conditions in them. */
export const CONDITION_PARAMS = ['q', 'filter', 'receiver', 'silenced', 'inhibited', 'active', 'unprocessed'] as const
