/** The series that Prometheus itself adds to each scrape, in the order in which it writes them. */
export const SCRAPE_REPORT = [
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
] as const
