import type { ReactNode } from 'react'
import { GaugePanel } from './gauge/GaugePanel'
import type { PanelProps } from './panel-kind'
import { StatPanel } from './stat/StatPanel'
import { TimeseriesPicture } from './timeseries/TimeseriesPicture'

type Picture = (props: PanelProps<unknown>) => ReactNode

function erase<Options>(picture: (props: PanelProps<Options>) => ReactNode): Picture {
  // Sound as long as options come from the decoder of the same kind, as in the registry.
  return picture as unknown as Picture
}

const PICTURES: ReadonlyMap<string, Picture> = new Map([
  ['stat', erase(StatPanel)],
  ['gauge', erase(GaugePanel)],
  ['timeseries', erase(TimeseriesPicture)],
])

/** A kind as it looks before anybody touched it, without hooks; undefined for kinds that only React can draw. */
export function findPicture(kind: string): Picture | undefined {
  return PICTURES.get(kind)
}
