import type { ReactNode } from 'react'
import { GaugePanel } from './gauge/GaugePanel'
import { decodeGaugeOptions } from './gauge/options'
import type { PanelProps } from './panel-kind'
import { decodeStatOptions } from './stat/options'
import { StatPanel } from './stat/StatPanel'
import { decodeTimeseriesOptions } from './timeseries/options'
import { TimeseriesPicture } from './timeseries/TimeseriesPicture'

/** A kind as it looks before anybody touched it, without hooks. */
export interface PanelPicture {
  readonly Picture: (props: PanelProps<unknown>) => ReactNode
  /** Throws a DecodeError that names the path. */
  readonly decodeOptions: (input: unknown) => unknown
}

function pictured<Options>(
  Picture: (props: PanelProps<Options>) => ReactNode,
  decodeOptions: (input: unknown) => Options,
): PanelPicture {
  // Sound as long as options come from the decoder beside it.
  return { Picture: Picture as unknown as PanelPicture['Picture'], decodeOptions }
}

const PICTURES: ReadonlyMap<string, PanelPicture> = new Map([
  ['stat', pictured(StatPanel, decodeStatOptions)],
  ['gauge', pictured(GaugePanel, decodeGaugeOptions)],
  ['timeseries', pictured(TimeseriesPicture, decodeTimeseriesOptions)],
])

/** undefined for kinds that only React can draw. */
export function findPicture(kind: string): PanelPicture | undefined {
  return PICTURES.get(kind)
}
