import * as v from 'valibot'
import { variableSchema } from '~/domain/variables/schema'
import { dashboardFrameSchema, kpiSchema, panelSchema } from './schema'

/** The whole file, for the generated JSON Schema. Apart from what the page decodes with, which would bring variables into the first picture. */
export const dashboardSchema = v.strictObject({
  ...dashboardFrameSchema.entries,
  variables: v.optional(v.array(variableSchema), []),
  kpis: v.optional(v.array(kpiSchema), []),
  panels: v.array(panelSchema),
})
