/** First part of the cache key of all that is asked of alerts outside of the query plane. */
export const ALERTS_KEY = 'alerts'
