/** Prometheus' words for what went wrong, as `errorType` of an answer. */
export type ApiErrorType = 'bad_data' | 'execution' | 'timeout' | 'canceled' | 'not_found' | 'internal'

const STATUS: Readonly<Record<ApiErrorType, number>> = {
  bad_data: 400,
  execution: 422,
  timeout: 503,
  canceled: 503,
  not_found: 404,
  internal: 500,
}

/** A question that is answered with an error, in the shape and with the status of Prometheus. */
export class ApiError extends Error {
  readonly type: ApiErrorType
  constructor(type: ApiErrorType, message: string) {
    super(message)
    this.name = 'ApiError'
    this.type = type
  }
  get status(): number {
    return STATUS[this.type]
  }
}
