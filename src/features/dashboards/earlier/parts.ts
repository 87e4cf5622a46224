/** All that knows the earlier period, as one file to load: only where a page is compared with one. */
export { EarlierKpi } from '~/features/dashboards/earlier/EarlierKpi'
export { EarlierOutcomes } from '~/features/dashboards/earlier/EarlierOutcomes'
export { EarlierSource } from '~/features/dashboards/earlier/EarlierSource'
