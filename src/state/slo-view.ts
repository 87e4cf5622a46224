/** What an address says about the page of the objectives beside its view. */
export interface SloView {
  /** Id of a platform; empty for all. */
  readonly platform: string
  readonly order: SloOrder
  /** The window whose burn rate says when the budget runs out. */
  readonly rate: SloRate
}

export const SLO_ORDERS = ['worst', 'burn', 'title'] as const
export type SloOrder = (typeof SLO_ORDERS)[number]

/** As they are written in an address. */
export const SLO_RATES = ['5m', '1h', '6h', '3d'] as const
export type SloRate = (typeof SLO_RATES)[number]

const DEFAULTS: SloView = { platform: '', order: 'worst', rate: '1h' }

/** The view of an address; what it does not say, or what nobody knows, is the default. */
export function decodeSloView(params: URLSearchParams): SloView {
  const [platform, order, rate] = ['platform', 'sort', 'rate'].map((name) => params.get(name) ?? '')
  return {
    platform: /^[a-z0-9][a-z0-9-]{0,79}$/.test(platform ?? '') ? (platform ?? '') : '',
    order: SLO_ORDERS.find((one) => one === order) ?? DEFAULTS.order,
    rate: SLO_RATES.find((one) => one === rate) ?? DEFAULTS.rate,
  }
}

/** A search with this view in place of its own; all other parameters stay. */
export function encodeSloView(view: SloView, params: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(params)
  const write = (name: string, value: string, silent: string) =>
    value === silent ? next.delete(name) : next.set(name, value)
  write('platform', view.platform, DEFAULTS.platform)
  write('sort', view.order, DEFAULTS.order)
  write('rate', view.rate, DEFAULTS.rate)
  return next
}
