import { z } from '@hono/zod-openapi'
import { instantIn, instantOut } from '../../notation/index.ts'
import { causeKinds, componentImpacts, impacts, incidentStates, updateStates } from '../words.ts'
import { line, markdown } from './fields.ts'

const key = z.string().max(40).openapi({ example: 'payments' })
const impact = z.enum(impacts)

const componentInput = z
  .strictObject({
    key,
    impact: z.enum(componentImpacts),
    start: instantIn.optional(),
    end: instantIn.nullable().optional(),
  })
  .openapi('IncidentComponentInput')

const title = line.openapi({ example: 'Cards are refused' })
const components = z.array(componentInput).max(100)

export const newIncidentSchema = z
  .strictObject({
    title,
    impact,
    state: z.enum(['investigating', 'identified', 'monitoring']).default('investigating'),
    text: markdown,
    components: components.default([]),
    startedAt: instantIn.optional(),
  })
  .openapi('NewIncident')

export const incidentChangeSchema = z
  .strictObject({
    title: title.optional(),
    impact: impact.optional(),
    startedAt: instantIn.optional(),
    components: components.optional().openapi({
      description: 'All that people say of components; what was measured of them stays.',
    }),
  })
  .openapi('IncidentChange')

export const newUpdateSchema = z
  .strictObject({
    text: markdown,
    state: z.enum(updateStates).optional(),
    at: instantIn.optional().openapi({
      description: 'When it was so; one that was written over a minute later is shown as dated back.',
    }),
  })
  .openapi('NewIncidentUpdate')

export const updateChangeSchema = z.strictObject({ text: markdown }).openapi('IncidentUpdateChange')

export const causeInput = z
  .strictObject({
    kind: z.enum(causeKinds),
    vendor: z.string().max(60).optional().openapi({ example: 'stripe' }),
    component: key.optional().openapi({ description: 'Default: the whole incident.' }),
    because: line.openapi({ example: 'Stripe reported an outage of its API from 18:02.' }),
  })
  .openapi('IncidentCauseInput')

export const mergeInput = z
  .strictObject({
    other: z
      .string()
      .max(60)
      .openapi({ description: 'The incident that goes into this one.', example: 'inc_0b2f…' }),
  })
  .openapi('IncidentMerge')

export const previewInput = z
  .strictObject({
    text: markdown,
    incidentId: z.string().max(60).optional(),
    title: line.optional(),
    components: z.array(key).max(100).default([]),
    startedAt: instantIn.optional(),
  })
  .openapi('IncidentPreviewInput')

export const previewSchema = z
  .object({ text: z.string(), html: z.string(), variables: z.array(z.string()) })
  .openapi('IncidentPreview')

const causeSchema = z
  .object({
    component: z.string().optional(),
    kind: z.enum(causeKinds),
    vendor: z.string().optional(),
    because: z.string(),
    by: z.string(),
    at: instantOut,
  })
  .openapi('IncidentCause')

const updateSchema = z
  .object({
    id: z.string(),
    state: z.enum(incidentStates),
    text: z.string(),
    html: z.string().openapi({ description: 'The text as HTML that is safe to show.' }),
    at: instantOut,
    postedAt: instantOut,
    by: z.string(),
    backdated: z.boolean(),
    edited: z.array(z.object({ at: instantOut, by: z.string(), previousText: z.string() })),
    origin: z.string().nullable().openapi({ description: 'The incident it was written in, before a merge.' }),
  })
  .openapi('IncidentUpdate')

const incidentFields = {
  id: z.string().openapi({ example: 'inc_0b2f…' }),
  title: z.string(),
  impact,
  state: z.enum(incidentStates),
  automatic: z.boolean().openapi({ description: 'Opened by the machine.' }),
  components: z.array(z.object({ key: z.string(), name: z.string() })),
  spans: z.array(
    z.object({
      key: z.string(),
      impact: z.enum(componentImpacts),
      start: instantOut,
      end: instantOut.nullable(),
    }),
  ),
  startedAt: instantOut,
  resolvedAt: instantOut.nullable(),
  createdAt: instantOut,
  updatedAt: instantOut,
  cause: causeSchema.nullable(),
  causes: z.array(causeSchema),
  updates: z.array(updateSchema),
  mergedInto: z.string().nullable(),
}

export const incidentSchema = z.object(incidentFields).openapi('Incident')

export const staffIncidentSchema = z
  .object({
    ...incidentFields,
    taken: z.object({ by: z.string(), at: instantOut }).nullable(),
    goodSince: instantOut.nullable(),
    resolveDueAt: instantOut
      .nullable()
      .openapi({ description: 'When the machine resolves it, if all stays good.' }),
    postmortemDueAt: instantOut.nullable(),
  })
  .openapi('IncidentInFull')

const templateFields = {
  name: line.openapi({ example: 'We are looking into it' }),
  title: line.nullable(),
  state: z.enum(incidentStates).nullable(),
  text: markdown,
}
export const newTemplateSchema = z
  .strictObject({
    ...templateFields,
    title: templateFields.title.default(null),
    state: templateFields.state.default(null),
  })
  .openapi('NewIncidentTemplate')
export const templateChangeSchema = z.strictObject(templateFields).partial().openapi('IncidentTemplateChange')
export const templateSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    title: z.string().nullable(),
    state: z.enum(incidentStates).nullable(),
    text: z.string(),
  })
  .openapi('IncidentTemplate')

export const newDeclarationSchema = z
  .strictObject({
    start: instantIn,
    end: instantIn,
    text: markdown,
    declaredBy: line.openapi({ description: 'The officer who signs.', example: 'Ava' }),
  })
  .openapi('NewForceMajeure')
export const declarationSchema = z
  .object({
    id: z.string(),
    start: instantOut,
    end: instantOut,
    text: z.string(),
    html: z.string().openapi({ description: 'The text as HTML that is safe to show.' }),
    declaredBy: z.string(),
    publishedAt: instantOut,
    withdrawn: z.object({ at: instantOut, by: z.string(), because: z.string() }).nullable(),
  })
  .openapi('ForceMajeure')
export const withdrawalInput = z.strictObject({ because: line }).openapi('ForceMajeureWithdrawal')

export const newSettlementSchema = z
  .strictObject({
    start: instantIn,
    end: instantIn,
    settled: z.enum(['up', 'down']),
    reason: line.openapi({ example: 'The log of the load balancer shows no gap in answers.' }),
  })
  .openapi('NewGapSettlement')
export const settlementSchema = z
  .object({
    id: z.string(),
    start: instantOut,
    end: instantOut,
    settled: z.enum(['up', 'down']),
    by: z.string(),
    reason: z.string(),
    at: instantOut,
  })
  .openapi('GapSettlement')
