import { useMemo } from 'react'
import { useLocation } from 'react-router-dom'
import { useServices } from '~/data/services-context'
import { maskIds } from '~/domain/logs/mask-users'
import { createRedactor } from '~/domain/logs/redact'
import { masksUsers } from '~/domain/logs/user-policy'
import { maskTraceUsers } from '~/domain/traces/mask-trace-users'
import type { Trace } from '~/domain/traces/model'
import { redactTrace } from '~/domain/traces/redact-trace'
import { decodeView } from '~/state/view-codec'

/** What of a tracing backend's answers is not for the page; log lines are masked where they are read. */
export interface TracePrivacy {
  /** Answers that are kept are those of one policy. */
  readonly masksUsers: boolean
  text(text: string): string
  trace(trace: Trace): Trace
}

export function useTracePrivacy(): TracePrivacy {
  const { privacy } = useServices().config
  const { search } = useLocation()
  const { kiosk } = decodeView(new URLSearchParams(search))
  const isMasked = masksUsers(privacy.userIds, kiosk)
  return useMemo(() => {
    const { text } = createRedactor({ patterns: privacy.redact, common: privacy.secrets })
    const maskNamed = maskIds([])
    return {
      masksUsers: isMasked,
      text: (name) => text(isMasked ? maskNamed(name) : name),
      trace: (trace) => redactTrace(isMasked ? maskTraceUsers(trace) : trace, text),
    }
  }, [privacy, isMasked])
}
